//! The messages between a stand-in and the relay: fields, each behind its length.

/// A call of a program.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The word that the relay made.
    pub(super) word: String,
    pub(super) name: String,
    /// The current folder.
    pub(super) folder: String,
    pub(super) arguments: Vec<String>,
    pub(super) variables: Vec<(String, String)>,
    /// The standard input.
    pub(super) input: Vec<u8>,
}

/// The end of a program.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) code: i32,
    pub(super) out: Vec<u8>,
    pub(super) err: Vec<u8>,
}

impl Call {
    pub(super) fn written(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        put(&mut fields, self.word.as_bytes());
        put(&mut fields, self.name.as_bytes());
        put(&mut fields, self.folder.as_bytes());
        put(&mut fields, &self.input);
        put(&mut fields, self.arguments.len().to_string().as_bytes());
        self.arguments.iter().for_each(|it| put(&mut fields, it.as_bytes()));
        for (name, value) in &self.variables {
            put(&mut fields, name.as_bytes());
            put(&mut fields, value.as_bytes());
        }
        fields
    }

    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        let word = text(&mut bytes)?;
        let (name, folder) = (text(&mut bytes)?, text(&mut bytes)?);
        let input = take(&mut bytes)?.to_vec();
        let count: usize = text(&mut bytes)?.parse().ok()?;
        let arguments = (0..count).map(|_| text(&mut bytes)).collect::<Option<_>>()?;
        let mut variables = Vec::new();
        while !bytes.is_empty() {
            variables.push((text(&mut bytes)?, text(&mut bytes)?));
        }
        Some(Self { word, name, folder, arguments, variables, input })
    }
}

impl Answer {
    pub(super) fn written(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        put(&mut fields, self.code.to_string().as_bytes());
        put(&mut fields, &self.out);
        put(&mut fields, &self.err);
        fields
    }

    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        let code = text(&mut bytes)?.parse().ok()?;
        let (out, err) = (take(&mut bytes)?.to_vec(), take(&mut bytes)?.to_vec());
        Some(Self { code, out, err })
    }
}

fn put(fields: &mut Vec<u8>, field: &[u8]) {
    fields.extend_from_slice(&(field.len() as u64).to_le_bytes());
    fields.extend_from_slice(field);
}

fn take<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (field, rest) =
        rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    *bytes = rest;
    Some(field)
}

fn text(bytes: &mut &[u8]) -> Option<String> {
    String::from_utf8(take(bytes)?.to_vec()).ok()
}

#[cfg(test)]
#[test]
fn calls_and_answers_arrive_as_they_were_sent() {
    let call = Call {
        word: "w".to_owned(),
        name: "cargo".to_owned(),
        folder: "Z:\\a".to_owned(),
        arguments: vec![String::new(), "b".to_owned()],
        variables: vec![("CARGO_HOME".to_owned(), String::new())],
        input: vec![0, 255],
    };
    assert_eq!(Call::read(&call.written()), Some(call));
    let answer = Answer { code: 101, out: vec![1], err: Vec::new() };
    assert_eq!(Answer::read(&answer.written()), Some(answer));
    assert_eq!(Answer::read(&[9; 20]), None);
}
