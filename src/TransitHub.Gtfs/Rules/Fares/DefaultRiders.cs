using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A fare product has more than one default rider category (fare_product_with_multiple_default_rider_categories, ERROR).
/// Consumers show the default first. Mark one.
/// <see href="https://gtfs.org/documentation/schedule/reference/#rider_categoriestxt"/>
/// </summary>
internal sealed class DefaultRiders() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("fare_product_with_multiple_default_rider_categories", "A fare product has more than one default rider category.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (products, categories) = (feed.Of(FareTables.FareProducts), feed.Of(FareTables.RiderCategories));
        var (product, rider, isDefault) = (products.Text("fare_product_id"), products.Text("rider_category_id"), categories.Int("is_default_fare_category"));
        var first = new Dictionary<int, int>();
        var reported = new HashSet<int>();
        for (var row = 0; row < products.Count; row++)
        {
            if (isDefault[categories.Text("rider_category_id").Row(rider[row])] != 1 || first.TryAdd(product[row], row))
            {
                continue;
            }

            var other = first[product[row]];
            if (rider[other] != rider[row] && reported.Add(product[row]) && report.Wants(Code))
            {
                report.Add(Code, products, row, "rider_category_id", $"Line {products.Line(other)} has another default category. Mark one.",
                    Detail("fareProductId", product.Text(row)), Detail("csvRowNumber1", products.Line(other)), Detail("csvRowNumber2", products.Line(row)),
                    Detail("riderCategoryId1", rider.Text(other)), Detail("riderCategoryId2", rider.Text(row)));
            }
        }
    }
}
