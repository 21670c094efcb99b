import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import ChecklistTools from './ChecklistTools.vue';
import Layout from './Layout.vue';

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp: ({ app }) => void app.component('ChecklistTools', ChecklistTools),
} satisfies Theme;
