// A select that keeps a value which is not among its options: a component whose plugin is away.
const Select = window.telepath.constructors["wagtail.widgets.Select"];
const BoundSelect = new Select("").boundWidgetClass;

class KeepingSelect extends BoundSelect {
  setState(state) {
    const known = new Set(Array.from(this.input.options, (option) => option.value));
    for (const value of [state].flat()) {
      if (value && !known.has(value)) this.input.add(new Option(value, value));
    }
    super.setState(state);
  }
}

window.telepath.register(
  "portal.content.ComponentSelect",
  class extends Select {
    boundWidgetClass = KeepingSelect;
  },
);
