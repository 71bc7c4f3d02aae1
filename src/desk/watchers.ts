/**
 * Tells watchers, each at its own risk: one that throws does not keep the others from seeing the news.
 * News that come up while news are being told wait, so that every watcher sees the same order.
 */
export class Watchers<News> {
  readonly #watchers = new Set<(news: News) => void>();
  readonly #queue: News[] = [];
  readonly #onFault: (error: unknown) => void;
  #telling = false;

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  /** @returns ends the watching */
  add(watcher: (news: News) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  tell(news: News): void {
    if (this.#telling) {
      this.#queue.push(news);
      return;
    }
    this.#telling = true;
    let next: News | undefined = news;
    while (next !== undefined) {
      for (const watcher of this.#watchers) {
        try {
          watcher(next);
        } catch (error) {
          this.#onFault(error);
        }
      }
      next = this.#queue.shift();
    }
    this.#telling = false;
  }
}
