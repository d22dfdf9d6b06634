from search.engines import delivery

checks = {"search": delivery.problem}
