import { setTimeout as sleep } from 'node:timers/promises';

export interface TaskView {
  id: string;
  type: string;
  status: 'pending' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  error?: { code: string; message: string; remedy: string } | null;
  progress?: {
    stage: string;
    stages: string[];
    bytes: number;
    total_bytes: number | null;
    rate_bytes_per_second: number;
  } | null;
}

export interface BackupView {
  id: string;
  task_id: string;
  status: string;
  database_size: number;
  filestore_size: number;
  created_at: string;
  total_size: number;
  compressed_size: number;
  duration_seconds: number | null;
  database_checksum: string | null;
  filestore_checksum: string | null;
  is_verified: boolean;
  verification_error: string | null;
  started_at: string | null;
  completed_at: string | null;
  location: string | null;
  degraded: boolean;
  attachments: { expected: number; present: number } | null;
}

export interface RestoreView {
  id: string;
  task_id: string;
  status: string;
  target_db: string;
  started_at: string | null;
  completed_at: string | null;
}

/** An answer of the API that is not a success, with its problem document. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: { code?: string; detail?: string; remedy?: string },
    request: string,
  ) {
    super(
      `${request} answered ${status} ${problem.code ?? ''}: ${problem.detail ?? ''} ${problem.remedy ?? ''}`.trim(),
    );
    this.name = 'ApiError';
  }
}

const POLL_MS = 200;

/** Strongroom's REST API as a script uses it: JSON in, JSON out, an ApiError otherwise. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.send('POST', path, body);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.send('PATCH', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.send('DELETE', path);
  }

  /** The first of a list whose field has the value, or what `create` makes. */
  async findOrCreate<T extends object>(
    path: string,
    field: keyof T & string,
    body: Record<string, unknown>,
  ): Promise<T> {
    for (let page = 1; ; page++) {
      const list = await this.get<{ items: T[]; pages: number }>(
        `${path}${path.includes('?') ? '&' : '?'}page=${page}&page_size=100`,
      );
      const found = list.items.find((item) => item[field] === body[field]);
      if (found) return found;
      if (page >= list.pages) return this.post<T>(path.split('?')[0]!, body);
    }
  }

  /** Polls a task until it has ended; `watch` sees every state on the way. */
  async waitForTask(id: string, watch: (task: TaskView) => void = () => {}, timeoutMs = 3_600_000): Promise<TaskView> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const task = await this.get<TaskView>(`/api/v1/tasks/${id}`);
      watch(task);
      if (task.status === 'completed' || task.status === 'failed' || task.status === 'cancelled') return task;
      if (Date.now() > deadline) throw new Error(`Task ${id} is still ${task.status} after ${timeoutMs / 1000} s`);
      await sleep(POLL_MS);
    }
  }

  private async send<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    const answer = text === '' ? undefined : (JSON.parse(text) as unknown);
    if (!response.ok) throw new ApiError(response.status, answer ?? {}, `${method} ${path}`);
    return answer as T;
  }
}
