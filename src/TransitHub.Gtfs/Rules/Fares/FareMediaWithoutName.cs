using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A card or an app has no name (missing_recommended_field, WARNING). Riders would not know which one. Fill in
/// fare_media_name.
/// <see href="https://gtfs.org/documentation/schedule/reference/#fare_mediatxt"/>
/// </summary>
internal sealed class FareMediaWithoutName() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("missing_recommended_field", "A card or an app has no name.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.FareMedia);
        var type = table.Int("fare_media_type");
        var name = table.Text("fare_media_name");
        for (var row = 0; row < table.Count; row++)
        {
            if (type[row] is 2 or 4 && !name.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "fare_media_name", "Cards and apps should have a name. Fill in fare_media_name.");
            }
        }
    }
}
