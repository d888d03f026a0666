import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { language } from './locale.ts';
import { openPort } from './transport.ts';
import { applyTheme } from './state/theme.svelte.ts';
import { Live } from './state/live.svelte.ts';

applyTheme();
document.documentElement.lang = language;
const target = document.getElementById('app');
if (target) mount(App, { target, props: { live: new Live(openPort) } });
