//! Documents of languages with marks of their own, against the official scanner.

use serde_json::json;

use crate::{VERSIONS, official, ours};

#[rustfmt::skip]
const DOCUMENTS: &[(&str, &str)] = &[
    ("haml", "!!! 5\n%html\n  %body#top.bg-white.text-sm\n    .mx-auto.max-w-4xl.p-4{class: \"flex hover:underline\", \"data-x\" => 'y'}\n      %h1.text-2xl.font-bold= @title\n      - if user\n        %p.mt-1.text-gray-500(class=\"md:mt-2 lg:mt-4\") Hello\n      %a.btn.p-1.5.w-1\\/2{href: root_path, class: (active ? 'underline' : 'no-underline')} Link text.\n      = link_to 'Home', root_path, class: 'px-3 py-2'\n      :javascript\n        el.className = \"p-9 m-9\"\n      %span.-mt-1.hover:p-3.bg-red-500\n"),
    ("slim", "doctype html\nhtml\n  body#top.bg-white.text-sm\n    .mx-auto.max-w-4xl.p-4 class=\"flex hover:underline\" data-x='y'\n      h1.text-2xl.font-bold = @title\n      - if user\n        p.mt-1.text-gray-500[class=\"md:mt-2 lg:mt-4\"] Hello\n      a.btn.p-1.5 href=root_path class=(active ? 'underline' : 'no-underline') | Link\n      = link_to 'Home', root_path, class: 'px-3 py-2'\n      span.-mt-1.hover:p-3.bg-[#fff]\n      input.w-full[type=\"text\" class=\"p-[3px]\"]\n"),
    ("pug", "doctype html\nhtml\n  body#top.bg-white.text-sm\n    .mx-auto.max-w-4xl.p-4(class=\"flex hover:underline\" data-x='y')\n      h1.text-2xl.font-bold= title\n      if user\n        p.mt-1.text-gray-500(class=[\"md:mt-2\", \"lg:mt-4\"]) Hello #{name}\n      a.btn.p-1.5(href=url, class=active ? 'underline' : 'no-underline') Link\n      +button('Go', {class: 'px-3 py-2'}).mb-2\n      span.-mt-1.hover:p-3.bg-red-500: b.italic x\n      | text with dots. And more.\n"),
    ("clj", "(ns app.core (:require [x.y :as y]))\n(defn view [a]\n  [:div#main.mx-auto.p-4 {:class \"flex hover:underline\" :id \"x\"}\n   ;; a \"comment\" with p-9\n   [:h1.text-2xl.font-bold (:title a)]\n   [:p {:class [(when a \"mt-1\") :mb-1 \"text-gray-500\"]} \"Hello, world.\"]\n   (into [:ul.list-disc.pl-4.w-1/2] (map #(vector :li.m-1.5 %) a))])\n"),
    ("cljs", "($ :div.flex.gap-2 {:class (str \"p-1 \" (if x \"p-2\" \"p-3\"))} ($ button {:class \"px-2 md:px-4\"}))\n"),
    ("rb", "class Card < Component\n  CLASSES = %w[flex gap-2 hover:underline w-[3px]].freeze\n  # p-9 is not used\n  def call\n    tag.div class: \"p-1 #{active? ? 'p-2' : 'p-3'}\", data: { x: 'm-1' }\n    %w(text-sm md:text-lg) + ['bg-[#fff]']\n  end\nend\n"),
    ("erb", "<div class=\"flex <%= 'p-1' if x %> gap-2\">\n<%# a comment p-9 %>\n<%= link_to 'a', b, class: %w[px-1 py-1] %>\n</div>\n"),
    ("ex", "defmodule A do\n  @classes ~w(flex gap-2 hover:underline)\n  def a(x), do: ~w[p-1 w-[3px] #{x}]\n  # p-9\n  def r(assigns) do\n    ~H\"\"\"\n    <div class={[\"p-1\", @a && \"p-2\"]} :if={@b}>x</div>\n    \"\"\"\n  end\nend\n"),
    ("heex", "<.button class=\"p-1\" :for={x <- @xs}><span class={[\"flex\", x && \"gap-2\"]}>a</span></.button>\n"),
    ("cshtml", "@model X\n<div class=\"flex @(Model.A ? \"p-1\" : \"p-2\") @@container\">\n  <p class=\"@@md:p-3 @Model.Class\">x</p>\n</div>\n"),
    ("svelte", "<script>let a = 'p-1 p-2'</script>\n<div class=\"flex {a ? 'gap-1' : 'gap-2'}\" class:underline={a} class:w-1/2 class:md:p-3={b}>\n{#if a}<p class={a}>x</p>{/if}</div>\n"),
    ("vue", "<template>\n<div :class=\"{ underline: a, 'p-1': b, flex: c }\" class=\"gap-2\"><p :class=\"[a ? 'm-1' : 'm-2', `w-${x}`]\"/></div>\n</template>\n<script setup>const a = ref('px-1')</script>\n"),
    ("php", "<?php $a = ['p-1', \"p-2 $x\"]; ?>\n<div class=\"flex <?= $a ? 'm-1' : 'm-2' ?>\" @class(['p-4', 'font-bold' => $b])>{{ $x }}</div>\n"),
    ("md", "# Title {.text-xl}\n\n<div class=\"p-1 p-2\">x</div> and `p-3` or **p-4**.\n\n- {.m-1 .m-2}\n\n```html\n<p class=\"hover:underline w-[3px]\">\n```\n"),
    ("mdx", "import X from './x'\n\n<X className=\"p-1 md:p-2\" style={{ a: 1 }} y={cond ? \"m-1\" : 'm-2'} />\n\n{items.map((i) => <p className=\"flex\">{i}</p>)}\n"),
    ("json", "{\n  \"classes\": [\"p-1 p-2\", \"hover:underline\"],\n  \"a\": {\"w-[3px]\": true, \"b\": \"bg-[url('x.png')]\"},\n  \"escaped\": \"a \\\"m-1\\\" b\"\n}\n"),
    ("toml", "[a]\nclass = \"p-1 p-2\"\nb = ['m-1', \"w-[3px]\"]\n"),
    ("rs", "use maud::html;\nfn page(x: &str) -> Markup {\n    html! {\n        div.flex.gap-2 #main { h1.text-2xl.font-bold { (x) } p class=\"mt-1 md:mt-2\" { \"text.\" } }\n        span.\"p-1.5\".\"hover:underline\"[x.is_empty()] {}\n        a.btn.px-2 href=(url) { \"a\" }\n        @if x == \"m-1\" { br; }\n    }\n}\n"),
    ("rs", "view! {\n  <div class=\"flex gap-2\" class:underline=move || a.get() class:w-1/2=b class=(\"p-1\", c)>{x}</div>\n}\nrsx! { div { class: \"p-2 {cond}\", class: if x { \"m-1\" } else { \"m-2\" } } }\nlet c = format!(\"px-{} py-1\", 1);\n"),
    ("haml", "= f class: %w[p-1 m-1], x: 'w-1/2'\n-# p-2 \"m-2\"\n%p{class: %w(p-3 m-3), x: \"a(\"}.x\n  / p-4.m-4\n.p-1.2xl:p-3\n"),
    ("slim", ".p-1.2xl:p-3 class=%w(p-3 m-3)\n= f class: %w[p-1 m-1]\na.bg-black/(--x).m-1 href=(x)\n"),
    ("pug", "p see :( text\n.p-1.m-1(x=\")\" class=\"p-2\").p-3.m-3\nli: a.m-5.p-5(\n  class='m-6 p-6'\n).m-4.p-4\n.p-1.2xl:p-3\n"),
    ("rb", "\"a #{x ? 'p-1' : 'p-2'} m-1\" # p-3\nx = a %w(m-2 m-3)\n%w|m-4 m-5|\n#{p-4} m-6 `m-7 # m-8`\n"),
    ("erb", "<%# p-1 m-1 %><p>#{x} p-2 m-2</p>\n"),
    ("clj", "'(p-1 m-1) '[\"p-2\" m-2] 'p-3 ;; :p-4 \"m-4\"\n(f ; :m-5\n [:div.m-6,:p-6 @x \"m-7:class\"])\n"),
    ("ex", "~w(p-1 [m-1] m-2) ~s{a p-2} ~w[p-3 w-[3px]]\n"),
    ("rs", "html! { div.\"p-1\"[x.y].m-1 .p-2[a] .w-[1.5px].p-1.2xl:p-3 (a[b.c].d) x=\"content-[\\\"a\\\"]\" { \"p-3.m-3[\" } }\n"),
    ("md", "{.p-1 x=[.a b.c] .m-1} and { {.p-2} } {[&.x]:p-1}\n"),
    ("html", "<p class='text-gray-A1 bg-brandA100 A1:p-1 group/A1:p-1'>\n"),
    ("html", "{% extends \"base.html\" %}{% block c %}<ul class=\"flex{% if a %} p-1{% endif %} {{ b|default('gap-2') }}\">{% for i in is -%}<li class='m-{{ i }} {{ \"w-1/2\" if i else \"w-full\" }}'>{% endfor %}</ul>{% endblock %}\n"),
];

#[test]
fn documents_of_each_language_have_the_candidates_of_the_official_scanner() {
    let items = DOCUMENTS
        .iter()
        .map(|(extension, content)| json!({ "content": content, "extension": extension }))
        .collect();
    let mut wrong = Vec::new();
    for version in VERSIONS {
        for ((extension, content), mut official) in DOCUMENTS.iter().zip(official(version, &items))
        {
            let ours = ours(version, content.as_bytes(), extension);
            official.sort();
            let only = |these: &[String], those: &[String]| -> Vec<String> {
                these.iter().filter(|word| !those.contains(word)).cloned().collect()
            };
            if ours != official {
                let missed = only(&official, &ours);
                wrong.push((version, extension, missed, only(&ours, &official)));
            }
        }
    }
    assert!(wrong.is_empty(), "version, language, missed, extra: {wrong:#?}");
}
