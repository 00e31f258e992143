import sys

print("auc 0.61 is below what was agreed", file=sys.stderr)
sys.exit(3)
