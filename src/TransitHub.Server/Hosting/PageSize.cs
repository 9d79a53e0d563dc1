using TransitHub.Server.Options;

namespace TransitHub.Server.Hosting;

/// <summary>How many rows a page has.</summary>
internal static class PageSize
{
    /// <summary>What was asked for within the hub's bound; nothing asked: the default.</summary>
    public static int Of(int? asked, QueryOptions options) =>
        asked is null or <= 0 ? Math.Min(options.DefaultPageSize, options.MaxPageSize) : Math.Min(asked.Value, options.MaxPageSize);
}
