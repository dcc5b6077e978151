"""An import-linter contract: modules meet only at their front doors."""

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoor(Contract):
    """No module may import another module's rooms, except those listed as doors."""

    container = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = list(self._trespasses(graph))
        return ContractCheck(kept=not found, metadata={"trespasses": found})

    def _trespasses(self, graph: ImportGraph) -> Iterator[tuple[str, str]]:
        for module in sorted(graph.find_children(self.container)):
            for importer in sorted(graph.find_descendants(module) | {module}):
                for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                    if not self._may_enter(module, imported):
                        yield importer, imported

    def _may_enter(self, module: str, imported: str) -> bool:
        if not imported.startswith(f"{self.container}."):
            return True  # the kernel and the ui are open to everybody
        other, _, room = imported.removeprefix(f"{self.container}.").partition(".")
        return f"{self.container}.{other}" == module or room.partition(".")[0] in self.doors

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"{importer} goes in by the window: {imported}")
