import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Whole, wholeRequest } from './whole-request.ts';

type Answer = { readonly answer: () => string; readonly after: number };
/** An answer, as it is sent, and after how many milliseconds; or whether the request was let in. Who was not, and is not answered, is looked at again when Node has read it. */
export type Verdict = Answer | { readonly letIn: boolean };
export type Front = {
  /** Sees a request before Node reads it. */
  look(whole: Whole): Verdict;
  serve(request: IncomingMessage, response: ServerResponse, letIn: boolean): void;
};

type Line = {
  /** Something was handed to Node and is not answered yet, or is more than one whole request: then all that comes is Node's. */
  taken: boolean;
  /** What was handed over is one whole request. */
  whole: boolean;
  letIn: boolean;
  /** What came while an answer waits for its moment. */
  held?: Buffer[] | undefined;
};
/** Answers that are sent later go in steps of this: so few moments need timers of their own. */
const TICK_MS = 10;
/** So many pieces may come meanwhile: who waits for an answer sends nothing. */
const MOST_HELD = 16;
const LINE = Symbol('line');
type Lined = Socket & { [LINE]?: Line };
type Reader = (this: Socket, chunk: Buffer) => void;
type Taker = (this: Server, socket: Socket) => void;

/**
 * Node's server; but what comes on a line where nothing else is under way is looked at as it came, before anything is made of it. Most who
 * are turned away in a crowd are turned away here: what Node makes for every request costs more than the whole answer.
 */
export class FrontServer extends Server {
  readonly #front: Front;
  readonly #take: Taker;
  /** Lines on which Node has not read anything. */
  readonly #outside = new Set<Socket>();

  constructor(front: Front) {
    super((request, response) => {
      const line = (request.socket as Lined)[LINE];
      if (line?.whole) response.once('close', () => (line.taken = !request.complete));
      front.serve(request, response, line?.letIn === true);
    });
    this.#front = front;
    const [take] = this.listeners('connection');
    this.#take = take as Taker;
    this.removeAllListeners('connection');
    this.on('connection', (socket: Socket) => this.#meet(socket));
  }

  override closeIdleConnections(): void {
    super.closeIdleConnections();
    for (const socket of this.#outside) socket.destroy();
  }

  #meet(socket: Lined): void {
    const line: Line = { taken: false, whole: false, letIn: false };
    const leave = (): void => void socket.destroy();
    const end = (): void => {
      if (!line.held) socket.end();
    };
    let read: Reader | undefined;
    const tell = ({ answer }: Answer): void => {
      const came = Buffer.concat(line.held ?? []);
      line.held = undefined;
      if (socket.destroyed) return;
      socket.write(answer(), 'latin1');
      if (came.length > 0) hear(came);
      if (socket.readableEnded) socket.emit('end');
    };
    const hear = (chunk: Buffer): void => {
      if (line.held) {
        if (line.held.push(chunk) > MOST_HELD) leave();
        return;
      }
      // Whoever does not take his answers gets no more of them.
      const whole = line.taken || socket.writableNeedDrain ? undefined : wholeRequest(chunk);
      const verdict = whole ? this.#front.look(whole) : { letIn: false };
      if ('answer' in verdict) {
        if (verdict.after < TICK_MS) return void socket.write(verdict.answer(), 'latin1');
        line.held = [];
        return void setTimeout(tell, TICK_MS * Math.round(verdict.after / TICK_MS), verdict).unref();
      }
      Object.assign(line, { taken: true, whole: whole !== undefined, letIn: verdict.letIn });
      if (!read) {
        socket.off('timeout', leave).off('error', leave).off('end', end);
        read = this.#handOver(socket, hear);
      }
      read.call(socket, chunk);
    };
    socket[LINE] = line;
    this.#outside.add(socket);
    socket.once('close', () => this.#outside.delete(socket));
    socket.setTimeout(this.keepAliveTimeout);
    socket.on('data', hear).on('timeout', leave).on('end', end).on('error', leave);
  }

  /** The line is Node's from now on, but what comes on it is heard here first. @returns how Node reads it */
  #handOver(socket: Socket, hear: (chunk: Buffer) => void): Reader {
    this.#outside.delete(socket);
    socket.setTimeout(0);
    socket.off('data', hear);
    this.#take.call(this, socket);
    const [read] = socket.listeners('data');
    socket.off('data', read as Reader);
    // Node reads past all listeners until one is added.
    socket.on('data', hear);
    return read as Reader;
  }
}
