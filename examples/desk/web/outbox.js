// What the customer wrote and the server has not confirmed yet. It survives a
// reload, and is sent again under the same id until there is an answer: the
// server takes each id once.

import { post } from './lines.js';
import { debugURL } from './reading.js';
import { remember, remembered } from './words.js';

export class Outbox {
	#items = read();
	#busy = false;
	#hurry = () => {};
	#changed;
	#arrived;

	// changed is called when the items or their states change, arrived with each
	// turn that the server answers.
	constructor(changed, arrived) {
		this.#changed = changed;
		this.#arrived = arrived;
		addEventListener('online', () => this.retry());
	}

	get items() { return this.#items; }

	add(message) {
		this.#items.push({ ...message, state: 'sending' });
		this.#save();
		this.send();
	}

	// remove takes out what has arrived or what the customer wants to edit.
	remove(id) {
		const found = this.#items.some((m) => m.id === id);
		if (!found) return;
		this.#items = this.#items.filter((m) => m.id !== id);
		this.#save();
	}

	clear() { this.#items = []; this.#save(); }

	retry() { this.#hurry(); }

	// send sends one item after the other, in order.
	async send() {
		if (this.#busy) return;
		this.#busy = true;
		let wait = 1000;
		for (let m; (m = this.#items.find((m) => m.state !== 'refused' && m.state !== 'tooLong'));) {
			this.#mark(m, 'sending');
			try {
				const response = await post(debugURL('/api/messages'), { id: m.id, text: m.text, choice: m.choice });
				if (response.ok) {
					const turn = await response.json();
					wait = 1000;
					if (!this.#items.includes(m)) continue; // the stream was faster, or the conversation is another
					this.remove(m.id);
					this.#arrived(turn);
					continue;
				}
				if (response.status === 413) { this.#mark(m, 'tooLong'); continue; }
				if (response.status === 400 || response.status === 415) { this.#mark(m, 'refused'); continue; }
			} catch { /* no connection, or the server is away */ }
			this.#mark(m, 'unsent');
			await new Promise((go) => { this.#hurry = go; setTimeout(go, wait); });
			wait = Math.min(wait * 2, 30000);
		}
		this.#busy = false;
	}

	#mark(m, state) { m.state = state; this.#save(); }
	#save() { remember('outbox', JSON.stringify(this.#items)); this.#changed(); }
}

function read() {
	try {
		const items = JSON.parse(remembered('outbox') || '[]');
		return Array.isArray(items) ? items.filter((m) => typeof m?.id === 'string' && typeof m?.text === 'string') : [];
	} catch { return []; }
}
