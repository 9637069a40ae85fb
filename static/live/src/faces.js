/** The faces of those whose caret is in a field, beside its name. Their names are written elsewhere. */
const MOST = 4;

export class Faces {
  constructor(kit, place) {
    this.kit = kit;
    this.row = kit.piece("faces");
    place.append(this.row);
  }

  show(users) {
    const people = [...new Map(users.map((one) => [one.id, one])).values()].slice(0, MOST);
    const key = people.map((one) => one.id).join();
    if (key === this.key) return;
    this.key = key;
    this.row.replaceChildren(...people.map(({ initials, college }) => {
      const face = this.kit.piece("face").firstElementChild;
      if (college) face.dataset.college = college;
      face.firstElementChild.textContent = initials;
      return face;
    }));
  }
}
