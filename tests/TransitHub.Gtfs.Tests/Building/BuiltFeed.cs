using TransitHub.Gtfs.Building;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

/// <summary>A feed as the builder wrote it.</summary>
internal sealed record BuiltFeed(byte[] Zip, GtfsBuildReport Report, PlainFeed Text)
{
    public static BuiltFeed Of(SheetTexts sheets, GtfsBuildOptions? options = null) => Of(sheets.Network(), options);

    public static BuiltFeed Of(LineNetwork network, GtfsBuildOptions? options = null)
    {
        using var zip = new MemoryStream();
        var report = GtfsBuilder.Build(network, zip, options, TestContext.Current.CancellationToken);
        return new BuiltFeed(zip.ToArray(), report, new PlainFeed(zip.ToArray()));
    }
}
