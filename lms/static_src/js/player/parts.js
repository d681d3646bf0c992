// Which parts of the film really played, by the browser's steady clock and never the time of day.

export const NEAR = 1; // seconds that two readings may differ and still be one part
const MOST = 150; // parts of one report

export class Parts {
  constructor(film, reached) {
    this.film = film;
    this.reached = reached; // how far one has come, and may seek
    this.sequence = 0;
    this.waiting = []; // played and not yet acknowledged: [start, end, elapsed] in seconds
    this.flying = []; // those that a report carries just now
    this.last = null; // the reading before: where the film stood, and when
  }

  get any() {
    return this.waiting.length > 0;
  }

  begin() {
    this.last = this.film.paused ? null : { at: this.film.currentTime, when: performance.now() };
  }

  stop() {
    this.last = null;
  }

  read() {
    const { currentTime: at, playbackRate: rate, seeking } = this.film;
    const when = performance.now();
    const before = this.last;
    this.last = seeking ? null : { at, when };
    if (!before || seeking) return;
    const gone = (when - before.when) / 1000;
    const moved = at - before.at;
    if (moved > 0 && moved <= gone * rate + NEAR) this.played(before.at, at, gone);
  }

  played(start, end, elapsed) {
    const part = this.waiting[this.waiting.length - 1];
    if (part && Math.abs(part[1] - start) < 0.05) {
      part[1] = end;
      part[2] += elapsed;
    } else this.waiting.push([start, end, elapsed]);
    if (start <= this.reached + NEAR) this.reached = Math.max(this.reached, end);
  }

  farthest() {
    return this.waiting.reduce((most, part) => Math.max(most, part[1]), this.reached);
  }

  // Take what waits for a report; what does not arrive is put back.
  take() {
    const parts = this.waiting;
    this.waiting = [];
    return parts;
  }

  launch() {
    this.flying = this.take();
    return this.flying;
  }

  back(parts) {
    this.waiting = [...parts, ...this.waiting];
  }

  landed() {
    this.flying = [];
  }

  // The report that is on its way may arrive after the next one, whose numbers are higher: the next one carries its parts too.
  recall() {
    this.back(this.flying);
  }

  forget() {
    this.waiting = [];
  }

  numbered(parts) {
    const numbered = number(parts, this.sequence);
    this.sequence += numbered.length;
    return numbered;
  }
}

export const number = (parts, after) => parts.slice(-MOST).map((part, place) => [after + place + 1, ...part]);
