/** Values for one follower who takes them at its own pace, until somebody ends it. */
export class EventQueue<Value> {
  readonly #values: Value[] = [];
  #isEnded = false;
  #changed = Promise.withResolvers<undefined>();

  push(value: Value): void {
    if (this.#isEnded) return;
    this.#values.push(value);
    this.#tell();
  }

  /** What was pushed before is still taken. */
  end(): void {
    this.#isEnded = true;
    this.#tell();
  }

  async *take(): AsyncGenerator<Value, void> {
    for (;;) {
      const value = this.#values.shift();
      if (value !== undefined) yield value;
      else if (this.#isEnded) return;
      else await this.#changed.promise;
    }
  }

  #tell(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve(undefined);
  }
}
