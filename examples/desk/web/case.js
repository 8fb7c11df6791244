// One ticket: how it stands, what was said, and the forms to go on with it.

import { element, newID } from './lines.js';
import { Actions } from './case_actions.js';
import { caseElement, know, priorityName, refusal, typeName, when, word } from './cases.js';
import { clockElement, name as clockName } from './clocks.js';
import { incident, stateTitles, whom, why } from './history.js';
import { get, post } from './session.js';
import { has, t } from './words.js';

const $ = (id) => document.getElementById(id);

// OneCase is the part of the page that shows a ticket.
export class OneCase {
	id = '';
	people = []; // of the desk
	states = {}; // their titles
	#case = null;
	#me;
	#goes;
	#acted;
	#command = null; // a command under way: the same one keeps its id until it has arrived
	#busy = false;
	#results = new Map(); // what is being filled in for steps
	#kind = 'answer';
	#similar = [];

	// me is the name of whoever sits here, goes leads to a ticket, and acted is called when
	// something was done.
	constructor(me, goes, acted) {
		this.#me = me;
		this.#goes = goes;
		this.#acted = acted;
		this.actions = new Actions(this);
		$('form').addEventListener('submit', (e) => { e.preventDefault(); this.#send(); });
		$('text').addEventListener('input', () => this.#keepDraft());
		$('text').addEventListener('keydown', (e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) $('form').requestSubmit(); });
		$('kind').addEventListener('click', (e) => { const b = e.target.closest('button'); if (b) { this.#kind = b.value; this.#showForm(); } });
		$('take').addEventListener('click', () => this.take());
	}

	get case() { return this.#case; }
	get me() { return this.#me(); }

	open(id) {
		if (id === this.id) return;
		this.id = id;
		this.#case = null;
		this.#results.clear();
		this.#similar = [];
		this.#kind = 'answer';
		$('problem').textContent = '';
		$('text').value = this.#draft();
		$('log').replaceChildren();
		this.actions.close();
		this.show(true);
		if (id) this.refresh(true);
	}

	// refresh reads the ticket again.
	async refresh(first = false) {
		const id = this.id;
		if (!id) return;
		try {
			const response = await get('/agent/api/tickets/' + encodeURIComponent(id));
			if (id !== this.id) return;
			if (!response.ok) { $('problem').textContent = await refusal(response); return; }
			this.#take(await response.json());
			if (!first) return;
			$('subject').focus({ preventScroll: true });
			const alike = await get(`/agent/api/tickets/${encodeURIComponent(id)}/similar`);
			if (id !== this.id || !alike.ok) return;
			this.#similar = (await alike.json()).cases;
			this.show(true);
		} catch { /* the stream of the page says so */ }
	}

	#take(c) {
		if (this.#case && c.id === this.#case.id && c.version < this.#case.version) return; // an older answer came later
		const same = this.#case && c.id === this.#case.id && c.version === this.#case.version;
		this.#case = c;
		if (!same) this.show(true);
	}

	// show puts the ticket on the page; all of it, or what the name of the reader changes.
	show(all = false) {
		const c = this.#case;
		$('take').hidden = !c || c.owner === this.me || !c.moves;
		$('actions').hidden = $('form').hidden = !c;
		if (!c) { $('subject').textContent = ''; $('facts').replaceChildren(); $('clocks').replaceChildren(); for (const b of document.querySelectorAll('.side .block')) b.hidden = true; return; }
		this.actions.show();
		this.#showForm();
		if (!all) return;
		const steps = (c.steps ?? []).map((s) => ({ ...s, words: word(s.title, s.name.replaceAll('_', ' ')) }));
		know(this.states, Object.fromEntries(steps.map((s) => [s.name, s.words])));
		$('subject').textContent = `${c.number} · ${c.subject}`;
		$('facts').replaceChildren(
			element('span', `badge ${c.kind}`, word(c.title, c.state)),
			...(c.priority ? [element('span', c.priority > 0 ? 'badge urgent' : 'badge low', priorityName(c.priority))] : []),
			element('span', '', c.owner ? t('ownedBy', c.owner) : t('nobodyYet')),
			...(c.group ? [element('span', '', c.group)] : []),
			...(c.tags ?? []).map((tag) => element('span', 'badge tag', tag)),
			...(c.wake ? [element('span', 'badge snoozed', t('snoozedUntil', when(c.wake)))] : []),
		);
		const going = (c.clocks ?? []).filter((one) => c.active || one.late), ended = (c.ended ?? []).filter((one) => one.late || !one.name.startsWith('step:'));
		$('clocks').replaceChildren(...going.map((one) => clockElement(one, c.warned)), ...ended.map((one) => {
			const e = element('span', 'clock-ended', `${clockName(one.name, one.title)}: ${t(one.late ? 'clockBroken' : 'clockKept')}`);
			e.dataset.late = one.late ? 'yes' : '';
			return e;
		}));
		this.#showSummary(c);
		this.#showSteps(steps, c);
		this.#showLinks(c);
		this.#showWords(c);
		$('historyBlock').hidden = false;
		$('historyCount').textContent = c.history.length;
		stateTitles(this.states);
		$('history').replaceChildren(...c.history.toReversed().map((e) => incident(e, steps)));
	}

	#showSummary(c) {
		$('summaryBlock').hidden = false;
		$('summary').textContent = c.summary ?? '';
		const rows = [
			['ticketType', c.type && typeName(c.type)], ['category', c.category], ['createdAt', when(c.created)], ['whyState', why(c.reason)],
			['watchers', c.watchers?.map(whom).join(', ')], ['verdict', c.verdict && `${t(c.verdict.accepted ? 'verdictYes' : 'verdictNo')}${c.verdict.score ? ` · ${c.verdict.score}/5` : ''}`],
		].filter(([, value]) => value).map(([key, value]) => [t(key), value]);
		for (const f of c.fields ?? []) rows.push([word(f.title), f.value]);
		$('about').replaceChildren(...rows.flatMap(([key, value]) => [element('dt', '', key), element('dd', '', value)]));
	}

	#showSteps(steps, c) {
		$('stepsBlock').hidden = !steps.length;
		const focused = document.activeElement?.closest?.('#steps')?.contains(document.activeElement) ? document.activeElement.dataset.key : '';
		$('steps').replaceChildren(...steps.map((s) => {
			const item = element('li', `step ${s.state}`);
			item.dataset.step = s.name;
			const head = element('p', 'step-head');
			head.append(element('strong', '', s.words), element('span', 'soft', t('step_' + s.state) + (s.by ? ` · ${s.by}` : '') + (s.done ? ` · ${when(s.done)}` : '')));
			item.append(head);
			const due = c.clocks?.find((one) => one.name === 'step:' + s.name);
			if (due) item.append(clockElement(due, c.warned));
			if (s.state === 'done' || s.state === 'skipped') {
				item.append(...(s.results ?? []).filter((r) => r.value).map((r) => element('p', 'found', `${resultName(r.name)}: ${r.value}`)));
				return item;
			}
			if (s.state !== 'open' || !c.moves) return item;
			item.append(this.#stepForm(s));
			return item;
		}));
		if (focused) document.querySelector(`#steps [data-key="${CSS.escape(focused)}"]`)?.focus();
	}

	// stepForm asks for what a step has to find.
	#stepForm(s) {
		const form = element('form', 'step-form');
		for (const r of s.results ?? []) {
			const label = element('label'), input = element('input');
			input.name = r.name;
			input.maxLength = 2000;
			input.dataset.key = `${s.name}/${r.name}`;
			input.value = this.#results.get(input.dataset.key) ?? r.value ?? '';
			input.addEventListener('input', () => this.#results.set(input.dataset.key, input.value));
			label.append(element('span', '', resultName(r.name)), input);
			form.append(label);
		}
		const done = element('button', 'plain', t('completeStep'));
		form.append(done);
		form.addEventListener('submit', (e) => {
			e.preventDefault();
			const results = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, v.trim()]));
			this.do([{ do: 'step', to: s.name, results }]);
		});
		if (s.optional) {
			const skip = element('button', 'plain', t('skipStep'));
			skip.type = 'button';
			skip.addEventListener('click', () => this.actions.open('skip', s.name));
			form.append(skip);
		}
		return form;
	}

	#showLinks(c) {
		$('linksBlock').hidden = !c.links?.length;
		const row = (l) => {
			const a = caseElement(l, this.states), item = element('li');
			a.href = '#open/' + encodeURIComponent(l.id);
			a.addEventListener('click', (e) => { e.preventDefault(); this.#goes(l.id); });
			if (l.link) item.append(element('p', 'soft', t('link_' + l.link)));
			item.append(a);
			return item;
		};
		$('links').replaceChildren(...(c.links ?? []).map(row));
		const alike = this.#similar.filter((l) => !c.links?.some((other) => other.id === l.id));
		$('similarBlock').hidden = !alike.length;
		$('similar').replaceChildren(...alike.map(row));
	}

	#showWords(c) {
		const atEnd = $('scroll').scrollHeight - $('scroll').scrollTop - $('scroll').clientHeight < 120;
		$('log').replaceChildren(...c.remarks.map((r) => {
			const line = element('div', `line ${r.role === 'customer' ? 'customer' : r.role === 'bot' ? 'bot' : 'agent'}${r.internal ? ' internal' : ''}`);
			const who = r.role === 'customer' ? t('customer') : r.role === 'bot' ? t('assistant') : r.name || t('colleague');
			const meta = element('div', 'meta', `${who}${r.internal ? ` · ${t('internalNote')}` : ''}${r.from ? ` · ${r.from}` : ''} · ${when(r.at)}`);
			line.append(element('div', 'bubble', r.text), meta);
			return line;
		}));
		if (!c.remarks.length) $('log').append(element('p', 'soft', t('noWords')));
		if (atEnd || !$('scroll').scrollTop) $('scroll').scrollTop = $('scroll').scrollHeight;
	}

	#showForm() {
		const c = this.#case;
		if (!c) return;
		for (const b of $('kind').children) b.setAttribute('aria-pressed', String(b.value === this.#kind));
		const note = this.#kind === 'note';
		$('form').dataset.kind = this.#kind;
		$('text').placeholder = $('textLabel').textContent = t(note ? 'notePlaceholder' : c.told ? 'answerPlaceholder' : 'answerNowhere');
		const option = (value, words) => { const o = element('option', '', words); o.value = value; return o; };
		const before = $('then').value;
		$('then').replaceChildren(option('', t('staysSo')), ...(note ? [] : (c.moves ?? []).filter((m) => !m.require?.length).map((m) => option(m.to, word(m.title, m.to)))));
		$('then').value = [...$('then').options].some((o) => o.value === before) ? before : '';
		$('then').parentElement.hidden = note || $('then').options.length < 2;
	}

	// --- what is done ---------------------------------------------------------------

	take() {
		const c = this.#case, open = c?.kind === 'new' && c.moves?.find((m) => m.to === 'open');
		if (c) this.do([{ do: 'assign', to: this.me }, ...(open ? [{ do: 'move', to: 'open', reason: t('taken') }] : [])]);
	}

	async #send() {
		const words = $('text').value.trim();
		if (!words) return $('text').focus();
		const actions = [{ do: 'comment', comment: { text: words, internal: this.#kind === 'note' } }];
		const then = this.#kind === 'note' ? '' : $('then').value;
		if (then) actions.push({ do: 'move', to: then });
		if (!await this.do(actions)) return;
		$('text').value = '';
		$('then').value = '';
		this.#keepDraft();
	}

	// do carries out actions, and says so when they are refused. The same ones keep their id
	// until they have arrived, so that a second try does nothing twice.
	do(actions, reason = '') { return this.#call('do', { actions, reason }); }
	merge(into, reason) { return this.#call('merge', { into, reason }); }

	async #call(what, body) {
		if (this.#busy || !this.#case) return false;
		this.#busy = true;
		$('problem').textContent = '';
		const id = this.id, key = JSON.stringify([id, what, body]);
		if (this.#command?.key !== key) this.#command = { key, id: newID() };
		try {
			const response = await post(`/agent/api/tickets/${encodeURIComponent(id)}/${what}`, { id: this.#command.id, ...body });
			if (!response.ok) {
				if (response.status < 500) this.#command = null; // else nobody knows whether it was done
				$('problem').textContent = await refusal(response);
				this.refresh();
				return false;
			}
			this.#command = null;
			const c = await response.json();
			this.#acted();
			if (id !== this.id) return true;
			if (c.id !== id) this.#goes(c.id); // it went on in another ticket
			else this.#take(c);
			return true;
		} catch { $('problem').textContent = t('noConnection'); } finally { this.#busy = false; }
		return false;
	}

	#keepDraft() {
		try { sessionStorage.setItem('words.' + this.id, $('text').value); } catch { /* private mode: it lasts as long as the page */ }
	}
	#draft() {
		try { return sessionStorage.getItem('words.' + this.id) ?? ''; } catch { return ''; }
	}
}

const resultName = (name) => (has('result_' + name) ? t('result_' + name) : name.replaceAll('_', ' '));
