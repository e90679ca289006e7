/** Reads an event stream of the API, and keeps what came. */
export class EventListener {
  private text = '';

  private constructor(private readonly reading: AbortController) {}

  /** Resolves when it has a place in the stream: what happens from then on comes. */
  static async listen(url: string, token: string): Promise<EventListener> {
    const reading = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(url, { headers, signal: reading.signal });
    const listener = new EventListener(reading);
    await new Promise<void>((placed, fail) => void listener.read(answer.body!, placed).catch(fail));
    return listener;
  }

  /** The data of the events of that name, in their order. */
  named<T>(name: string): T[] {
    const blocks = this.text.split('\n\n').filter((block) => block.split('\n').includes(`event: ${name}`));
    return blocks.map(
      (block) =>
        JSON.parse(
          block
            .split('\n')
            .find((line) => line.startsWith('data: '))!
            .slice(6),
        ) as T,
    );
  }

  close(): void {
    this.reading.abort();
  }

  private async read(body: ReadableStream<Uint8Array>, placed: () => void): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) {
        this.text += decoder.decode(chunk, { stream: true });
        if (/^id: /m.test(this.text)) placed();
      }
    } catch (error) {
      if (!this.reading.signal.aborted) throw error;
    }
  }
}
