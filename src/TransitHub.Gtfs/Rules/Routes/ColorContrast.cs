using System.Globalization;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Routes;

/// <summary>
/// The colors of a route and of its text are too close (route_color_contrast, WARNING): the name cannot be read on it.
/// The brightness (Rec. 601) should differ by 72 of 255. Choose another text color.
/// <see href="https://gtfs.org/documentation/schedule/reference/#routestxt"/>
/// </summary>
internal sealed class ColorContrast() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("route_color_contrast", "The colors of a route and of its text are too close.");

    private const int LeastDifference = 72;

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (color, text) = (feed.Routes.Text("route_color"), feed.Routes.Text("route_text_color"));
        for (var row = 0; row < feed.Routes.Count; row++)
        {
            if (Luma(color.Text(row)) is { } back && Luma(text.Text(row)) is { } front && Math.Abs(back - front) < LeastDifference && report.Wants(Code))
            {
                report.Add(Code, feed.Routes, row, "route_text_color", "The text cannot be read on the color of the route. Choose one that differs more in brightness.",
                    Detail("routeId", feed.Routes.Column("route_id").Text(row)),
                    Detail("routeColor", color.Text(row)), Detail("routeTextColor", text.Text(row)));
            }
        }
    }

    private static int? Luma(string color) => color.Length == 6 && int.TryParse(color, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        ? (int)Math.Round((0.30 * (value >> 16)) + (0.59 * ((value >> 8) & 255)) + (0.11 * (value & 255)))
        : null;
}
