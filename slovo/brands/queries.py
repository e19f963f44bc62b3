from slovo.brands.models import Brand


def any_brand() -> bool:
    """Whether somebody has founded the company."""
    return Brand.objects.exists()
