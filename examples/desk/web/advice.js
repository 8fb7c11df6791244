// What an agent could say next, beside the conversation.

import { element } from './lines.js';
import { get } from './session.js';
import { t } from './words.js';

const $ = (id) => document.getElementById(id);

export class Advice {
	#insert;
	#conversation = '';
	#list = [];
	#enabled = true;
	#timer;
	#asked = 0; // the latest request: an answer to an earlier one comes too late

	// insert is called with the words that the agent wants.
	constructor(insert) {
		this.#insert = insert;
		const wide = matchMedia('(min-width: 1100px)');
		const fold = () => { $('advice').open = wide.matches; };
		wide.addEventListener('change', fold);
		fold();
		$('adviceSearch').addEventListener('input', () => this.refresh());
	}

	open(conversation) {
		this.#conversation = conversation;
		this.#list = [];
		$('adviceSearch').value = '';
		$('adviceNone').hidden = true;
		this.show();
		this.refresh();
	}

	enable(enabled) {
		if (enabled === this.#enabled) return;
		this.#enabled = enabled;
		this.show();
	}

	// refresh asks anew, once for what happens together.
	refresh() {
		clearTimeout(this.#timer);
		if (this.#conversation) this.#timer = setTimeout(() => this.#load(), 150);
	}

	async #load() {
		const asked = ++this.#asked, conversation = this.#conversation;
		try {
			const response = await get(`/agent/api/conversations/${encodeURIComponent(conversation)}/advice?q=${encodeURIComponent($('adviceSearch').value)}`);
			const list = response.ok ? await response.json() : [];
			if (asked !== this.#asked || conversation !== this.#conversation) return;
			this.#list = list;
			$('adviceNone').hidden = list.length > 0;
			this.show();
		} catch { /* the next line of the conversation asks again */ }
	}

	show() {
		$('adviceCount').textContent = this.#list.length || '';
		$('adviceList').replaceChildren(...this.#list.map((a) => {
			const item = element('li');
			const meta = element('p', 'soft', `${t('unsure')} ${a.score.toFixed(2)}`);
			if (a.said) meta.append(' ', element('span', 'badge', t('seen')));
			const button = element('button', 'plain', t('insert'));
			button.type = 'button';
			button.disabled = !this.#enabled;
			button.setAttribute('aria-label', `${t('insert')}: ${a.title}`);
			button.addEventListener('click', () => this.#insert(a.text));
			item.append(element('strong', '', a.title), meta, element('p', 'words', a.text), button);
			return item;
		}));
	}
}
