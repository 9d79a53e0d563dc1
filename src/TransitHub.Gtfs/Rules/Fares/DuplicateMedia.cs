using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// Two fare media have the same name and type (duplicate_fare_media, WARNING). Riders cannot tell them apart. Make them
/// one.
/// <see href="https://gtfs.org/documentation/schedule/reference/#fare_mediatxt"/>
/// </summary>
internal sealed class DuplicateMedia() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("duplicate_fare_media", "Two fare media have the same name and type.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.FareMedia);
        var (ids, name, type) = (table.Text("fare_media_id"), table.Text("fare_media_name"), table.Int("fare_media_type"));
        var seen = new Dictionary<(int, int), int>();
        for (var row = 0; row < table.Count; row++)
        {
            if (!seen.TryAdd((name[row], type[row]), row) && report.Wants(Code))
            {
                var first = seen[(name[row], type[row])];
                report.Add(Code, table, row, "fare_media_name", $"Line {table.Line(first)} has the same name and type. Make them one.",
                    Detail("csvRowNumber1", table.Line(first)), Detail("fareMediaId1", ids.Text(first)),
                    Detail("csvRowNumber2", table.Line(row)), Detail("fareMediaId2", ids.Text(row)));
            }
        }
    }
}
