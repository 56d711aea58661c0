/** How much of each list a page carries; the totals beside them tell the rest. */
export const VIEW_LIMITS = {
  components: 300,
  componentEdges: 1_500,
  treeFiles: 500,
  treeRests: 120,
  dependedOn: 20,
  cycles: 30,
  cycleFiles: 24,
  packages: 60,
  external: 24,
  unresolved: 60,
  hotspots: 20,
  owners: 40,
  evidence: 12,
  ledger: 60,
} as const;
