// The page in which one checks in, also without a network: first what the network says, else what was kept of it.
const PAGE = "{{ scope|escapejs }}";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  const kept = request.mode === "navigate" ? PAGE : request.url;
  event.respondWith(
    fetch(request).catch(async (error) => {
      const found = await caches.match(kept, { ignoreVary: true });
      if (found) return found;
      throw error;
    }),
  );
});
