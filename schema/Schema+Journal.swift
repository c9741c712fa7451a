extension Schema {
    /// What `PRAGMA application_id` says in Millom's journal: "sumj" in ASCII.
    package static let journalApplicationID: Int32 = 0x7375_6D6A

    /// What `PRAGMA user_version` says in a journal that this program made.
    package static let journalVersion = journalMigrations.last?.version ?? 0

    /// The steps that make the journal's tables, in the order in which they run, each once per file.
    package static let journalMigrations: [Migration] = [
        (1, "j001_journal", text(PackageResources.j001_journal_sql))
    ]
}
