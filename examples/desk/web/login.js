// The page where the people of the agent side sign in.

import { post } from './lines.js';
import { languageSwitch, t } from './words.js';

const $ = (id) => document.getElementById(id);

// target is where to go on: a page of the agent side, whatever the address says.
function target() {
	try {
		const url = new URL(new URLSearchParams(location.search).get('next') ?? '', location.origin + '/agent');
		const ours = url.origin === location.origin && (url.pathname === '/agent' || url.pathname.startsWith('/agent/')) && url.pathname !== '/agent/login';
		return (ours ? url.pathname + url.search : '/agent') + location.hash;
	} catch { return '/agent' + location.hash; }
}

let problem = null; // what to say, in either language
function say(key, value) {
	problem = key && [key, value];
	$('problem').textContent = key ? t(key, value) : '';
}

$('form').addEventListener('submit', async (e) => {
	e.preventDefault();
	const button = $('form').querySelector('.primary');
	if (button.disabled) return;
	button.disabled = true;
	say('');
	try {
		const response = await post('/agent/login', { name: $('name').value, password: $('password').value });
		if (response.ok) { location.replace(target()); return; }
		if (response.status === 429) say('tooMany', response.headers.get('Retry-After') ?? '60');
		else if (response.status === 403) say('wrongPassword');
		else say('failed');
	} catch { say('noConnectionYet'); }
	button.disabled = false;
	$('password').select();
});

languageSwitch($('language'), () => { document.title = t('signInTitle'); if (problem) say(...problem); });

// Who comes by a link of another site is signed in already, but his browser did not say so.
try { if ((await fetch('/agent/api/me')).ok) location.replace(target()); } catch { /* then not */ }
