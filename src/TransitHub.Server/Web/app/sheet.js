/** From here on a stroke of the finger is meant. */
const strokePixels = 30;
const heights = ['low', 'half', 'tall'];

/** On a phone the panel is a sheet that a stroke or a press of its handle makes larger or smaller. */
export class Sheet {
  #sheet;
  #handle;
  #from = null;

  constructor(sheet, handle) {
    this.#sheet = sheet;
    this.#handle = handle;
    handle.addEventListener('click', () => this.#become(this.#height === 'tall' ? 'half' : 'tall'));
    handle.addEventListener('pointerdown', (event) => (this.#from = event.clientY));
    addEventListener('pointerup', (event) => this.#released(event.clientY));
    this.#become('half');
  }

  /** Leaves the map room again. */
  settle() {
    this.#become('half');
  }

  get #height() {
    return this.#sheet.dataset.height;
  }

  #released(at) {
    const stroke = this.#from === null ? 0 : at - this.#from;
    this.#from = null;
    if (Math.abs(stroke) > strokePixels) this.#become(heights[Math.min(Math.max(heights.indexOf(this.#height) - Math.sign(stroke), 0), 2)]);
  }

  #become(height) {
    this.#sheet.dataset.height = height;
    this.#handle.setAttribute('aria-expanded', String(height === 'tall'));
  }
}
