import ArgumentParser

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check an invoice, a list of employees or of devices against the mirror.",
        discussion: """
            Reads csv and xlsx, whatever their separator, encoding, header and decimal sign. The audit is kept, so that
            next month's shows what is new, what was settled, and what stands since when.

            submirror audit invoice.csv --number-column Mobilnr --map Kostnadssted=cost_centre,Beløp=amount
            submirror audit october.xlsx --rules invoice.yaml --period 2026-10 --output october-audit.xlsx
            submirror audit list
            submirror audit show invoice --result differing
            submirror audit diff invoice
            submirror report allocation --parameter of=invoice --format csv-excel --output journal.csv
            """,
        subcommands: [
            AuditFileCommand.self, AuditListCommand.self, AuditShowCommand.self, AuditDiffCommand.self,
            AuditDropCommand.self,
        ],
        defaultSubcommand: AuditFileCommand.self)
}
