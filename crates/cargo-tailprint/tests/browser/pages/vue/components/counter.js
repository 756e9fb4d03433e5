import { ref } from "vue";

export default {
  setup: () => ({ count: ref(0) }),
  template: "<button @click='count++'>clicked {{ count }}</button>",
};
