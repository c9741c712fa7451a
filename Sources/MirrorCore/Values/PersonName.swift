extension FreeText {
    /// Whether two texts may be the name of the same person, or of the same organization.
    ///
    /// Words are compared in any order, ignoring capitals and commas: `Nordmann, Ola` is `Ola Nordmann`. If
    /// one text has at least two words and the other contains all of them, a middle name is assumed to be
    /// missing.
    package static func namesAgree(_ left: String, _ right: String) -> Bool {
        let (one, other) = (words(of: left), words(of: right))
        guard !one.isEmpty, !other.isEmpty else { return false }
        let (fewer, more) = one.count < other.count ? (one, other) : (other, one)
        return fewer == more || fewer.count >= 2 && fewer.isSubset(of: more)
    }

    private static func words(of name: String) -> Set<Substring> {
        Set(folded(name).split { $0 == " " || $0 == "," })
    }
}
