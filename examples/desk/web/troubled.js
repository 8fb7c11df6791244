// Tickets that are late or in danger, and what a supervisor does about them.

import { element, newID } from './lines.js';
import * as clocks from './clocks.js';
import { caseElement, refusal } from './cases.js';
import { post } from './session.js';
import { t } from './words.js';

const $ = (id) => document.getElementById(id);

export class Troubled {
	#me;
	#done;
	#chosen = new Map(); // what is picked outlives a change of the list
	#commands = new Map(); // the same command keeps its id until it has arrived

	// me is the name of whoever sits here; done is called when something was done.
	constructor(me, done) {
		this.#me = me;
		this.#done = done;
		setInterval(clocks.tick, 1000);
	}

	show(team) {
		clocks.set(team.now);
		$('cases').replaceChildren(...(team.cases.length ? team.cases.map((c) => this.#row(c, team)) : [element('li', 'soft', t('noTrouble'))]));
	}

	#row(c, team) {
		const item = element('li', 'piece'), what = caseElement(c, team.states), form = element('form'), select = element('select');
		item.dataset.ticket = c.id;
		what.href = '/agent/tickets#late/' + encodeURIComponent(c.id);
		select.setAttribute('aria-label', t('assign'));
		select.append(...team.agents.filter((a) => a.name !== c.owner).map((a) => { const o = element('option', '', a.name); o.value = a.name; return o; }));
		select.value = this.#chosen.get(c.id) ?? select.value;
		select.addEventListener('change', () => this.#chosen.set(c.id, select.value));
		form.append(select, element('button', 'primary', t('assign')));
		form.addEventListener('submit', (e) => { e.preventDefault(); this.#act(c, { do: 'assign', to: select.value }, 'givenTo'); });
		const button = (key, action, done) => {
			const b = element('button', 'plain', t(key));
			b.type = 'button';
			b.addEventListener('click', () => this.#act(c, action, done));
			return b;
		};
		item.append(what, ...(c.owner === this.#me() ? [] : [button('takeOver', { do: 'assign', to: this.#me() }, 'takenOver')]), button('raise', { do: 'raise', priority: 1 }, 'raised'), form);
		return item;
	}

	async #act(c, action, done) {
		const key = JSON.stringify([c.id, action]);
		if (this.#commands.get(key)?.busy) return;
		const command = this.#commands.get(key) ?? { id: newID() };
		command.busy = true;
		this.#commands.set(key, command);
		try {
			const response = await post(`/agent/api/tickets/${encodeURIComponent(c.id)}/do`, { id: command.id, actions: [action] });
			if (response.status < 500) this.#commands.delete(key);
			$('caseSaid').classList.toggle('bad', !response.ok);
			$('caseSaid').textContent = response.ok ? t(done, c.number) : await refusal(response);
		} catch {
			$('caseSaid').classList.add('bad');
			$('caseSaid').textContent = t('noConnection');
		}
		command.busy = false;
		this.#done();
	}
}
