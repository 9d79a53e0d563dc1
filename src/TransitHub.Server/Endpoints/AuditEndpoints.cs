using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
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

    /// <summary>More than any audit keeps.</summary>
    private const int All = 100_000;

    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <summary>Maps it. Nothing writes there.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/audit", Http.Read, ListAsync)
            .WithSummary("Who changed what, of alerts, changes of the service, static versions, readers' keys and devices' credentials, and whose session a provider ended or gave another role, with what was there before and after, the newest first; limit is 1 to 1000, 100 by default.")
            .WithDescription("Admins only. Alerts and changes of the service are those of all processes of the hub, so are keys and sessions where processes share a Redis; else keys, and always credentials of devices, are those of this process's files.")
            .Produces<AuditList>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapMethods("/v1/audit/export", Http.Read, ExportAsync)
            .WithSummary("The whole audit as it is kept, a line of JSON for each change, the oldest first.")
            .WithDescription("Admins only. Each audit keeps its newest 10,000 changes or 8 MiB at least; whoever needs more for longer exports it from time to time.")
            .Produces<string>(StatusCodes.Status200OK, "application/jsonl")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, FeedDirectory feeds, IKeyStore keys, IAuditTrail ofSessions, HubOptions options, IOptions<JsonOptions> json)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            List<AuditedView> entries = await CollectAsync(All, feeds, keys, ofSessions, options, context.RequestAborted).ConfigureAwait(false);
            return Results.Stream(
                async body =>
                {
                    foreach (AuditedView entry in entries.OrderBy(e => e.At))
                    {
                        await JsonSerializer.SerializeAsync(body, entry, json.Value.SerializerOptions, context.RequestAborted).ConfigureAwait(false);
                        await body.WriteAsync(LineEnd, context.RequestAborted).ConfigureAwait(false);
                    }
                },
                "application/jsonl");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FeedProblems.Unavailable(exception.Message);
        }
    }

    private static async Task<IResult> ListAsync(HttpContext context, int? limit, FeedDirectory feeds, IKeyStore keys, IAuditTrail ofSessions, HubOptions options)
    {
        context.Response.Headers.CacheControl = "no-store";
        int count = Math.Clamp(limit ?? 100, 1, MostEntries);
        try
        {
            List<AuditedView> entries = await CollectAsync(count, feeds, keys, ofSessions, options, context.RequestAborted).ConfigureAwait(false);
            return Results.Ok(new AuditList([.. entries.OrderByDescending(e => e.At).Take(count)]));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FeedProblems.Unavailable(exception.Message);
        }
    }

    /// <summary>The newest of each audit.</summary>
    private static async Task<List<AuditedView>> CollectAsync(int count, FeedDirectory feeds, IKeyStore keys, IAuditTrail ofSessions, HubOptions options, CancellationToken cancellation)
    {
        List<AuditedChange> changes = [.. await keys.ReadAuditAsync(count, cancellation).ConfigureAwait(false)];

        // The files are in the data folder, and so have one audit, unless the settings say otherwise.
        AuditFile ofDevices = DeviceCredentialFile.AuditOf(options.DeviceAccess.PathIn(options.Data));
        string? read = (keys as KeyFile)?.Audit.Path;
        foreach (IAuditTrail other in new[] { ofDevices, ofSessions }.DistinctBy(t => (t as AuditFile)?.Path).Where(t => read is null || (t as AuditFile)?.Path != read))
        {
            changes.AddRange(await other.ReadAsync(count, cancellation).ConfigureAwait(false));
        }

        List<AuditedView> entries = [.. changes.Select(c => new AuditedView(c.At, c.Who, c.Of, c.What, FeedOf(c), c.Id, c.Before, c.After))];
        foreach (HubFeed feed in feeds.All)
        {
            entries.AddRange(await OfBooksAsync(feed, count, cancellation).ConfigureAwait(false));
        }

        return entries;
    }

    private static string? FeedOf(AuditedChange change) => (string?)(change.After ?? change.Before)?["feed"];

    private static async Task<IEnumerable<AuditedView>> OfBooksAsync(HubFeed feed, int count, CancellationToken cancellationToken)
    {
        string id = feed.Id.ToString();
        return
        [
            .. (await feed.Alerts.ReadAuditAsync(count, cancellationToken).ConfigureAwait(false)).Select(e => new AuditedView(e.At, e.Who, "alert", e.What, id, e.Alert, e.Before, e.After)),
            .. (await feed.Changes.ReadAuditAsync(count, cancellationToken).ConfigureAwait(false)).Select(e => new AuditedView(e.At, e.Who, "change", e.What, id, e.Change, e.Before, e.After)),
            .. feed.Static.History.List().Where(e => e.By != StaticRequest.Nobody).Take(count).Select(e => new AuditedView(e.At, e.By, "static", e.Outcome, id, e.Version ?? e.ContentHash ?? string.Empty, e.Replaced is { } former ? new { version = former } : null, new { e.Version, e.ContentHash, e.Why, e.Reasons, e.Bytes })),
        ];
    }
}
