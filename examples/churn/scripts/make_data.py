"""Writes data/customers.csv: made-up customers, the same ones every time.

Only the standard library's generator is used, whose numbers do not change between versions.
"""

import csv
import math
import random
from pathlib import Path

ROWS = 3000
REGIONS = ["north", "south"]
CONTRACTS = ["monthly", "yearly", "two-year"]
CONTRACT_EFFECT = {"monthly": 1.1, "yearly": -0.6, "two-year": -1.6}


def make_customer(number: int, rng: random.Random) -> dict:
    contract = rng.choices(CONTRACTS, weights=[5, 3, 2])[0]
    tenure = min(72, 1 + int(rng.expovariate(1 / 24)))
    charges = round(rng.uniform(20, 120), 2)
    calls = min(9, int(rng.expovariate(1 / 1.3)))
    region = rng.choice(REGIONS)
    score = (
        -2.0
        + CONTRACT_EFFECT[contract]
        - 0.05 * (tenure - 20)
        + 0.022 * (charges - 60)
        + 0.6 * calls
        + (0.3 if region == "south" else 0.0)
    )
    churned = rng.random() < 1 / (1 + math.exp(-score))
    return {
        "customer_id": number,
        "age": min(90, max(18, round(rng.gauss(46, 15)))),
        "region": region,
        "tenure_months": tenure,
        "monthly_charges": f"{charges:.2f}",
        "support_calls": calls,
        "contract": contract,
        "churned": int(churned),
    }


def main() -> None:
    rng = random.Random(20240229)
    customers = [make_customer(number, rng) for number in range(1, ROWS + 1)]
    path = Path(__file__).parent.parent / "data" / "customers.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(customers[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(customers)


if __name__ == "__main__":
    main()
