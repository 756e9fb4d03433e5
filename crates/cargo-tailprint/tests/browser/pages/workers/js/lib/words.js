globalThis.words = ['two', 'words'];
