//! Made by `examples/digests.rs`; not to be edited.

use super::{File, Version};

#[rustfmt::skip]
pub(super) const TABLE: &[Version] = &[
    Version {
        number: "4.1.18",
        integrity: "sha512-4+Z+0yiYyEtUVCScyfHCxOYP06L5Ne+JiHhY2IjR2KWMIWhJOYZKLSGZaP5HkZ8+bY0cxfzwDE5uOmzFXyIwxw==",
        files: &[
            file("LICENSE", 1071, "60e0b68c0f35c078eef3a5d29419d0b03ff84ec1df9c3f9d6e39a519a5ae7985"),
            file("dist/chunk-CT46QCH7.mjs", 232457, "0a7d44b87226bb163dca297e9cc751e5764643c04343ea2655945ac24e0be9cf"),
            file("dist/chunk-GFBUASX3.mjs", 23400, "ddaaba8cec3f9ed287aac0fa4e2459e5e83b3e14de83756e2ba63a88191ea8fb"),
            file("dist/chunk-HTB5LLOP.mjs", 7973, "d5839f7c2a02b18e2f803a3722124f133a3a2a060aec3ccfc21d0f16f2cf75e3"),
            file("dist/colors.js", 7988, "7d5b74b0fe508e0578e2bdaeab52083cd0c0059fa4a00d33f0bb5eb82400ea41"),
            file("dist/colors.mjs", 58, "432f28dae2f06a98028ea0b8c9154f70e2936fa82887c08e00f9fde9f7d78feb"),
            file("dist/default-theme.js", 25546, "5a8d9ff98ae6bfcc86f949f1a12e920afec7c0e9de80ee3f448cfba765c4b075"),
            file("dist/default-theme.mjs", 92, "915dfaf9ebdd1a5f3ecd5d989a4e43736e8d2b245e9c623651b0eb657462a704"),
            file("dist/flatten-color-palette.js", 34070, "53e238e64ae4ccb54cc336d96fd1b2e83d17e1a5430d7607618b92aaa89034e8"),
            file("dist/flatten-color-palette.mjs", 424, "ec06ef208b14e72aafdfbca22c1e0e060658e3712eb926c8ed801866217a5990"),
            file("dist/lib.js", 263947, "301e8b9998af340a5049baa8f2f25fdbcd749fe7d11516b07fac55584078e87a"),
            file("dist/plugin.js", 201, "5564284a5af01cc76f2cfa4e32631ffd58368c167ecac60664b351f895732d19"),
            file("dist/plugin.mjs", 192, "3e62ce6dd41a0540dc04af03149fc30f65934c34dd10e3abc57eebc6e6acecb2"),
            file("index.css", 27442, "9da184fcea99913bcb061bb00a8b6b2ca71f710eb443bc9b715011bd541e390e"),
            file("package.json", 2495, "6c7bc6dd0cae428b97d94140f29da2575c1f69298b2fa2e9603d031d61864e86"),
            file("preflight.css", 8382, "fa2d5ae43ae561061b7ce348b89636dbdc6cd71ab5992d4e1cdd046d0b4f28f9"),
            file("theme.css", 17453, "5d1f0002f98471fa59bc53ec2bd2488ff3e4661d965f7fa665408218d63187cb"),
            file("utilities.css", 21, "0e5844ec75de2fb4a76097b26bb624bf8f9d9cf59f6d947855b743dd25f920fb"),
        ],
    },
    Version {
        number: "4.2.4",
        integrity: "sha512-HhKppgO81FQof5m6TEnuBWCZGgfRAWbaeOaGT00KOy/Pf/j6oUihdvBpA7ltCeAvZpFhW3j0PTclkxsd4IXYDA==",
        files: &[
            file("LICENSE", 1071, "60e0b68c0f35c078eef3a5d29419d0b03ff84ec1df9c3f9d6e39a519a5ae7985"),
            file("dist/chunk-3IR7ZFJX.mjs", 243195, "327dc04de7f06f16311899d709ed4a4f0fa3580f1825bdd94b0788594131cb3a"),
            file("dist/chunk-TDNFF6A4.mjs", 23404, "72cc34e4dceac1e65d4321a0740a15b38f188f160cb510e65a0787c9f70a41f3"),
            file("dist/chunk-X4GG3EDV.mjs", 9334, "7a03130202120b79015fc3be2b22dbd2e719d04d461ee38cb2816beee900aeb1"),
            file("dist/colors.js", 9349, "65deff9624403a78bdb93a67e59f140a75ebe69aea9abe4c6d106357e612c2c5"),
            file("dist/colors.mjs", 58, "8361177c9574df5641c6670df6f76f15f25d6e7f3d192f44d8a943a45e653f00"),
            file("dist/default-theme.js", 26911, "621045b9d859f455d8a42af7b9cc27c092a6cd09a519d73d7e076aefec845c21"),
            file("dist/default-theme.mjs", 92, "9f058527f02ebd42927873cd31dd54039ab1d778e036050a6b40b57ed6d28054"),
            file("dist/flatten-color-palette.js", 36196, "50e405ecbd9c8ce02a6962688547da1227fee39d160234c2093b991012a8508a"),
            file("dist/flatten-color-palette.mjs", 424, "c96b5b970bbfb2a5bb9f8ace0d114646a31a912b8ee3b81d2e7ef2fb735c582e"),
            file("dist/lib.js", 276050, "21e72e26ce2de21d2f17c9884eabc9d544c9f9d34df95f9b65967cb680c4e380"),
            file("dist/plugin.js", 201, "5564284a5af01cc76f2cfa4e32631ffd58368c167ecac60664b351f895732d19"),
            file("dist/plugin.mjs", 192, "3e62ce6dd41a0540dc04af03149fc30f65934c34dd10e3abc57eebc6e6acecb2"),
            file("index.css", 29557, "415a5f01208fe877d36ee8421b2135a766f258374f817a8a0a41c478c4009391"),
            file("package.json", 2493, "68c536aabdd19aed0202daa2c2295a01706934a0818868c594fcf2e3c42c8a90"),
            file("preflight.css", 8382, "fa2d5ae43ae561061b7ce348b89636dbdc6cd71ab5992d4e1cdd046d0b4f28f9"),
            file("theme.css", 19480, "ce91efc0ca2e741e56fe263662e5282dc0a16f19a8647f0c38b60fcc4e2119b1"),
            file("utilities.css", 21, "0e5844ec75de2fb4a76097b26bb624bf8f9d9cf59f6d947855b743dd25f920fb"),
        ],
    },
    Version {
        number: "4.3.5",
        integrity: "sha512-FcQk9BuffmEHJP2G0XmB2SplU1aLTI7j07Kunk+U74Ny+XiWOtzXz9aujFZ/avntw1e2cOv/3PkgzflQ7gX2vQ==",
        files: &[
            file("LICENSE", 1071, "60e0b68c0f35c078eef3a5d29419d0b03ff84ec1df9c3f9d6e39a519a5ae7985"),
            file("dist/chunk-3IIMCCN4.mjs", 3657, "cbd2c195fb7339b2e174f39853384092f8edaf15b08c549ce3aac2ba14ff6d62"),
            file("dist/chunk-DCG7AFIE.mjs", 9373, "b162bd2089f644e13bbd7138a5efe678f837b55e513b51bc9ed0002d64ddd85b"),
            file("dist/chunk-JYLR5UAN.mjs", 23690, "70d71c28bbb68ae906718ea014a4aed3094759135a9ce51981382952e5ccf2fa"),
            file("dist/colors.js", 9388, "1bcf4a87977eb0dd5d97ebb3fa8f86a94960e04432b9bda11cc452680bb3a8a1"),
            file("dist/colors.mjs", 58, "7d8ab04dd25d73a352046154acf703317511d870ff9303d3724e09919ef0fd8b"),
            file("dist/default-theme.js", 27142, "7ffaa0f22a9c96016ca320093d65a6983da498742e78be25e5d6c0be9b2f20f8"),
            file("dist/default-theme.mjs", 92, "662cb04a7e038ebae0b9734d91420f641326856c2d68f21023bdbd5e9b8826ec"),
            file("dist/flatten-color-palette.js", 346, "fc677f08e9e4e7e1f24d580fa622aa11adabdc7a90e9322338ab56c5aabd8cb4"),
            file("dist/flatten-color-palette.mjs", 366, "5feb74073e19b86c50bfc8556ec4dfc27eb9ac661bf7fbe3510d37675cc46a4e"),
            file("dist/lib.js", 293875, "46e41ee8516e86565216fd217dcefe6f72a6f1c996972657838e1a7a5505e03b"),
            file("dist/plugin.js", 201, "5564284a5af01cc76f2cfa4e32631ffd58368c167ecac60664b351f895732d19"),
            file("dist/plugin.mjs", 192, "3e62ce6dd41a0540dc04af03149fc30f65934c34dd10e3abc57eebc6e6acecb2"),
            file("index.css", 29786, "175f88737ecb7e033059eac4a3b22a3b5f971d5a05d9fd50811610a0714633b2"),
            file("package.json", 2490, "0bebd8cd02b53e6b7d24bacdec146bf9461f5491b61cb06dfb5cd69c8cadea90"),
            file("preflight.css", 8489, "ace8310eed6dc5568a56fc16e1d695cf58da7528d81d66d81649e93cce644df6"),
            file("theme.css", 19586, "443d7af364200f8ec8352dc78e39485a118a1840d498c97967bf0ae402b39167"),
            file("utilities.css", 21, "0e5844ec75de2fb4a76097b26bb624bf8f9d9cf59f6d947855b743dd25f920fb"),
        ],
    },
];

const fn file(path: &'static str, size: u64, sha256: &'static str) -> File {
    File { path, size, sha256 }
}
