// The tickets of the customer whose conversation is open, and how a promise becomes one.

import { element, newID } from './lines.js';
import * as clocks from './clocks.js';
import { caseElement, refusal } from './cases.js';
import { get, post } from './session.js';
import { t } from './words.js';

const $ = (id) => document.getElementById(id);

export class CaseWork {
	#conversation = '';
	#list = null;
	#command = null; // the same words keep their id until they have arrived

	constructor() {
		const wide = matchMedia('(min-width: 1100px)');
		const fold = () => { $('caseWork').open = wide.matches; };
		wide.addEventListener('change', fold);
		fold();
		$('caseMake').addEventListener('click', () => this.#unfold($('caseForm').hidden));
		$('caseForm').addEventListener('submit', (e) => { e.preventDefault(); this.#make(); });
		setInterval(clocks.tick, 1000);
	}

	open(conversation) {
		this.#conversation = conversation;
		this.#list = null;
		this.#unfold(false);
		$('caseSaid').textContent = '';
		this.show();
		this.refresh();
	}

	// enable says whether the conversation can be worked on.
	enable(on) { $('caseMake').disabled = !on; if (!on) this.#unfold(false); }

	async refresh() {
		const conversation = this.#conversation;
		if (!conversation) return;
		try {
			const response = await get(`/agent/api/conversations/${encodeURIComponent(conversation)}/tickets`);
			if (!response.ok || conversation !== this.#conversation) return;
			this.#list = await response.json();
			clocks.set(this.#list.now);
			this.show();
		} catch { /* the next change asks again */ }
	}

	show() {
		const cases = this.#list?.cases ?? [];
		$('caseCount').textContent = cases.length || '';
		$('caseNone').hidden = cases.length > 0;
		$('caseList').replaceChildren(...cases.map((c) => {
			const a = caseElement(c, this.#list.states), item = element('li');
			a.href = '/agent/tickets#open/' + encodeURIComponent(c.id);
			item.append(a);
			return item;
		}));
		const chosen = $('caseType').value || 'callback';
		$('caseType').replaceChildren(...['callback', 'question', 'complaint'].map((type) => { const o = element('option', '', t('type_' + type)); o.value = type; return o; }));
		$('caseType').value = chosen;
	}

	#unfold(on) {
		$('caseForm').hidden = !on;
		$('caseMake').setAttribute('aria-expanded', String(on));
		if (on) $('caseSubject').focus();
	}

	async #make() {
		const form = $('caseForm'), button = form.querySelector('button');
		if (button.disabled) return;
		const at = $('caseUntil').value;
		const body = {
			conversation: this.#conversation, type: $('caseType').value, subject: $('caseSubject').value.trim(), note: $('caseNote').value.trim(),
			...(at ? { until: new Date(at).toISOString() } : {}),
		};
		const key = JSON.stringify(body);
		if (this.#command?.key !== key) this.#command = { key, id: newID() };
		button.disabled = true;
		$('caseSaid').textContent = '';
		try {
			const response = await post('/agent/api/tickets', { id: this.#command.id, ...body });
			if (response.ok) {
				this.#command = null;
				$('caseSaid').textContent = t('madeTicket', (await response.json()).number);
				form.reset();
				this.#unfold(false);
				this.refresh();
			} else $('caseSaid').textContent = await refusal(response);
		} catch { $('caseSaid').textContent = t('noConnection'); } finally { button.disabled = false; }
	}
}
