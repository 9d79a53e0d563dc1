using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// An amount does not have as many decimals as its currency (invalid_currency_amount, ERROR): 10.00 THB, 10 JPY. Its
/// worth may be misread. Write all decimals.
/// <see href="https://gtfs.org/documentation/schedule/reference/#fare_productstxt"/>
/// </summary>
internal sealed class CurrencyAmounts() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("invalid_currency_amount", "An amount does not have the decimals of its currency.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.FareProducts);
        var (amount, currency) = (table.Text("amount"), table.Text("currency"));
        for (var row = 0; row < table.Count; row++)
        {
            if (amount.Has(row) && currency.Has(row) && Currencies.IsAmount(amount.Text(row)) && !Currencies.HasDecimalsOf(amount.Text(row), currency.Text(row)) && report.Wants(Code))
            {
                report.Add(Code, table, row, "amount", $"Write the amount with the decimals of {currency.Text(row)}.",
                    Detail("currencyCode", currency.Text(row)), Detail("amount", amount.Text(row)));
            }
        }
    }
}
