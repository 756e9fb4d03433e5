import { Controller } from "@hotwired/stimulus";
import { application } from "./application.js";

export default class extends Controller {
  static application = application;

  connect() {
    this.element.textContent = `hello, ${this.element.textContent}`;
  }
}
