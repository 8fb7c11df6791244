// What was said, as elements. Every text goes in as textContent: nothing that
// anybody wrote is ever read as HTML.

import { locale, t } from './words.js';

export function element(name, className = '', text = '') {
	const e = document.createElement(name);
	if (className) e.className = className;
	if (text) e.textContent = text;
	return e;
}

// webURL returns an address that may be followed, or nothing: javascript: and
// the like are never made into links.
function webURL(text) {
	try {
		const url = new URL(text);
		return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : '';
	} catch { return ''; }
}

function resource(part, url) {
	const a = element('a', 'resource', part.text || url);
	a.dataset.kind = part.kind;
	a.href = url;
	a.target = '_blank';
	a.rel = 'noopener noreferrer nofollow';
	return a;
}

// linked returns a text whose web addresses can be followed.
function linked(text) {
	const out = document.createDocumentFragment();
	let end = 0;
	for (const found of text.matchAll(/https?:\/\/[\w\-.~:\/?#@!$&*+,;=%]+/g)) {
		const words = found[0].replace(/[.,;:!?]+$/, ''), url = webURL(words);
		if (!url) continue;
		const a = element('a', '', words);
		a.href = url;
		a.target = '_blank';
		a.rel = 'noopener noreferrer nofollow';
		out.append(text.slice(end, found.index), a);
		end = found.index + words.length;
	}
	out.append(text.slice(end));
	return out;
}

// cardElement shows a card; what can be picked on it is told by an event "pick".
function cardElement(part) {
	const card = element('div', 'card');
	card.append(element('strong', '', part.title ?? ''), element('p', '', part.text ?? ''));
	if (part.choices?.length) {
		const group = element('div', 'choices');
		for (const c of part.choices) {
			const button = element('button', '', c.label);
			button.type = 'button';
			button.addEventListener('click', () => button.dispatchEvent(new CustomEvent('pick', { bubbles: true, detail: c })));
			group.append(button);
		}
		card.append(group);
	}
	return card;
}

// soothed puts the kind words of a text apart from the rest of it.
function soothed(line, links) {
	const rest = line.text.slice(line.soothing.length).trimStart();
	return [element('p', 'soothing', line.soothing), ...(rest ? [partElement({ kind: 'text', text: rest }, links)] : [])];
}

function partElement(part, links) {
	if (part.kind === 'card') return cardElement(part);
	const url = webURL(part.url ?? '');
	if (part.kind === 'text' || !url) {
		const p = element('p');
		p.append(links ? linked(part.text ?? '') : part.text ?? '');
		return p;
	}
	if (part.kind !== 'image') return resource(part, url);
	const img = element('img');
	img.alt = part.text ?? '';
	img.loading = 'lazy';
	img.referrerPolicy = 'no-referrer';
	img.addEventListener('error', () => img.replaceWith(resource(part, url)));
	img.src = url;
	return img;
}

export function speaker(line, own) {
	if (line.from === own) return t('you');
	if (line.from === 'customer') return t('customer');
	if (line.from === 'agent') return line.agent || t('colleague');
	return t('assistant');
}

export function time(at) {
	const e = element('time', '', new Date(at).toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' }));
	e.dateTime = at;
	return e;
}

// lineElement returns what one party said. Own is the role of the reader.
export function lineElement(line, own) {
	const e = element('div', 'line ' + line.from);
	e.append(element('span', 'hidden', speaker(line, own) + ': '));
	const bubble = element('div', 'bubble');
	if (line.locale) bubble.lang = line.locale;
	const links = line.from !== 'customer'; // what strangers write must not tempt agents
	if (line.parts?.length) bubble.append(...line.parts.map((part) => partElement(part, links)));
	else if (line.soothing) bubble.append(...soothed(line, links));
	else bubble.append(links ? linked(line.text) : line.text);
	if (line.soothing && line.parts?.[0]?.text === line.soothing) bubble.firstElementChild.classList.add('soothing');
	const meta = element('div', 'meta');
	if (line.from === 'agent' && own !== 'agent') meta.append(speaker(line, own) + ' · ');
	if (line.at) meta.append(time(line.at));
	e.append(bubble, meta);
	return e;
}

// newID returns an id that nobody guesses. crypto.randomUUID is missing on
// plain http outside of the own machine.
export function newID() {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

// follow calls onTurn for each turn of an event stream, onState with
// "connecting" or "ready", and onPlace with the place of a customer who waits. The browser reconnects by itself and names the last
// event; where it gives up, as after an error of a proxy, this does the same.
export function follow(url, { onTurn, onState, onPlace = () => {}, onClosed = async () => {} }) {
	let source, timer, last = 0, ended = false, wait = 1000;
	const open = () => {
		source = new EventSource(last ? `${url}${url.includes('?') ? '&' : '?'}after=${last}` : url);
		source.addEventListener('turn', (e) => { const turn = JSON.parse(e.data); last = Math.max(last, turn.version); onTurn(turn); });
		source.addEventListener('queue', (e) => onPlace(JSON.parse(e.data)));
		source.addEventListener('ready', () => { wait = 1000; onState('ready'); });
		source.addEventListener('changed', () => { wait = 1000; onState('changed'); });
		source.addEventListener('error', () => {
			onState('connecting');
			if (source.readyState !== EventSource.CLOSED || ended) return;
			timer = setTimeout(async () => { try { await onClosed(); } catch { /* still away */ } if (!ended) open(); }, wait);
			wait = Math.min(wait * 2, 30000);
		});
	};
	open();
	return () => { ended = true; clearTimeout(timer); source.close(); };
}

// post sends JSON and returns the response. A connection that fails is an
// exception.
export function post(url, body) {
	return fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(30000) });
}

// onEnter submits a form where a line break would go in: not by the enter key
// that ends the input of a Chinese word, and also by keyboards on a screen, which
// send no proper keys. Shift makes it a line break.
export function onEnter(textarea, form) {
	let shift = false;
	textarea.addEventListener('keydown', (e) => { shift = e.shiftKey; });
	textarea.addEventListener('beforeinput', (e) => {
		if (e.inputType !== 'insertLineBreak' || e.isComposing || shift) return;
		e.preventDefault();
		form.requestSubmit();
	});
}
