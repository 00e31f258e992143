"""The model's REST API: POST /predict, GET /healthz, GET /metrics."""

import os
from typing import Literal

import pandas as pd
from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from pydantic import BaseModel, Field

from churn.customers import FEATURES
from churn.model_file import load_model

MODEL_NAME = os.environ.get("MODEL_NAME", "churn")
model, model_sha256 = load_model()

predicted = Counter("churn_predictions_total", "Customers for whom a probability was given")
duration = Histogram("churn_prediction_seconds", "Time that a request's prediction took")

app = FastAPI(title=MODEL_NAME)


class Customer(BaseModel):
    age: int = Field(ge=18, le=120)
    region: Literal["north", "south"]
    tenure_months: int = Field(ge=0)
    monthly_charges: float = Field(ge=0)
    support_calls: int = Field(ge=0)
    contract: Literal["monthly", "yearly", "two-year"]


class Customers(BaseModel):
    rows: list[Customer] = Field(min_length=1, max_length=10_000)


@app.post("/predict")
def predict(body: Customers | list[Customer]) -> dict:
    """Gives each row's probability that the customer leaves, in the order of the rows."""
    rows = body.rows if isinstance(body, Customers) else body
    customers = pd.DataFrame([row.model_dump() for row in rows], columns=FEATURES)
    with duration.time():
        probabilities = model.predict_proba(customers)[:, 1] if rows else []
    predicted.inc(len(rows))
    return {
        "model": MODEL_NAME,
        "model_sha256": model_sha256,
        "probabilities": [round(float(probability), 6) for probability in probabilities],
    }


@app.get("/healthz")
def healthz() -> dict:
    return {"status": "ok", "model": MODEL_NAME, "model_sha256": model_sha256}


@app.get("/metrics")
def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
