using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Training.Observing;

/// <summary>
/// A draft as sheets that can be built. Where vehicles cross their own way, a stop can be at two places of it, and times from stop to stop then fit no vehicle;
/// such a line is told in less detail rather than that one line keeps all others from being a feed.
/// </summary>
/// <param name="Network">What the sheets say.</param>
/// <param name="Sheets">The sheets by path.</param>
/// <param name="Reduced">Paths of the lines that are told in less detail or not at all, with the first thing that was wrong with them.</param>
public sealed record DraftFeed(LineNetwork Network, SortedDictionary<string, string> Sheets, SortedDictionary<string, string> Reduced)
{
    /// <summary>Makes it; null when there is not one line that can be built.</summary>
    public static DraftFeed? Make(DraftNetwork draft, DraftSheetOptions options)
    {
        Dictionary<string, SheetDetail> details = new(StringComparer.Ordinal);
        SortedDictionary<string, string> reduced = new(StringComparer.Ordinal);
        for (SheetDetail round = SheetDetail.Full; round <= SheetDetail.LeftOut; round++)
        {
            SortedDictionary<string, string> sheets = DraftSheets.Write(draft, options, details);
            LineNetworkResult read = LineNetwork.Read(SheetFiles.OfTexts(sheets));
            if (read.Network is { } network)
            {
                return new DraftFeed(network, sheets, reduced);
            }

            foreach (SheetProblem problem in read.Problems.InOrder().Where(p => p.Severity == SheetSeverity.Error))
            {
                if (!problem.File.StartsWith("lines/", StringComparison.Ordinal))
                {
                    return null;
                }

                reduced.TryAdd(problem.File, problem.ToString());
                details[problem.File] = round + 1;
            }
        }

        return null;
    }
}
