tailprint::assets!();
