using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Audit;
using TransitHub.Server.Security.Devices;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Statics;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/audit</c>: every change that somebody made through the product. The books of alerts and of changes and the static feeds keep theirs, keys and devices have a file; here they are one list.</summary>
internal static class AuditEndpoints
{
    private const int MostEntries = 1000;

    /// <summary>Maps it. Nothing writes there.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/audit", Http.Read, ListAsync)
            .WithSummary("Who changed what, of alerts, changes of the service, static versions, readers' keys and devices' credentials, with what was there before and after, the newest first; limit is 1 to 1000, 100 by default.")
            .WithDescription("Admins only. Alerts and changes of the service are those of all processes of the hub, so are keys where processes share a Redis; else keys, and always credentials of devices, are those of this process's files.")
            .Produces<AuditList>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ListAsync(HttpContext context, int? limit, FeedDirectory feeds, IKeyStore keys, HubOptions options)
    {
        context.Response.Headers.CacheControl = "no-store";
        int count = Math.Clamp(limit ?? 100, 1, MostEntries);
        try
        {
            List<AuditedChange> changes = [.. await keys.ReadAuditAsync(count, context.RequestAborted).ConfigureAwait(false)];
            AuditFile ofDevices = DeviceCredentialFile.AuditOf(options.DeviceAccess.PathIn(options.Data));

            // Both files are in the data folder, and so have one audit, unless the settings say otherwise.
            if ((keys as KeyFile)?.Audit.Path != ofDevices.Path)
            {
                changes.AddRange(ofDevices.Read(count));
            }

            List<AuditedView> entries = [.. changes.Select(c => new AuditedView(c.At, c.Who, c.Of, c.What, FeedOf(c), c.Id, c.Before, c.After))];
            foreach (HubFeed feed in feeds.All)
            {
                entries.AddRange(await OfBooksAsync(feed, count, context.RequestAborted).ConfigureAwait(false));
            }

            return Results.Ok(new AuditList([.. entries.OrderByDescending(e => e.At).Take(count)]));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FeedProblems.Unavailable(exception.Message);
        }
    }

    private static string? FeedOf(AuditedChange change) => (string?)(change.After ?? change.Before)?["feed"];

    private static async Task<IEnumerable<AuditedView>> OfBooksAsync(HubFeed feed, int count, CancellationToken cancellationToken)
    {
        string id = feed.Id.ToString();
        return
        [
            .. (await feed.Alerts.ReadAuditAsync(count, cancellationToken).ConfigureAwait(false)).Select(e => new AuditedView(e.At, e.Who, "alert", e.What, id, e.Alert, e.Before, e.After)),
            .. (await feed.Changes.ReadAuditAsync(count, cancellationToken).ConfigureAwait(false)).Select(e => new AuditedView(e.At, e.Who, "change", e.What, id, e.Change, e.Before, e.After)),
            .. feed.Static.History.List().Where(e => e.By != StaticRequest.Nobody).Take(count).Select(e => new AuditedView(e.At, e.By, "static", e.Outcome, id, e.Version ?? e.ContentHash ?? string.Empty, e.Replaced is { } former ? new { version = former } : null, new { e.Version, e.ContentHash, e.Why, e.Reasons })),
        ];
    }
}
