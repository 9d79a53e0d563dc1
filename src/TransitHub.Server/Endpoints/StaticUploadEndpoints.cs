using Microsoft.AspNetCore.Http.Features;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds/{feed}/static/versions</c>: an admin brings a static GTFS, which is judged and kept, and goes into service when an operator says so.</summary>
internal static class StaticUploadEndpoints
{
    private const string Zip = "application/zip";
    private const string OtherZip = "application/octet-stream";

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/feeds/{feed}/static/versions", UploadAsync)
            .WithSummary("Takes a static GTFS as a zip, judges it as 'transithub gtfs publish' does, and keeps it as a version that is not in service.")
            .WithDescription("""
                `curl -u noi:password -H 'Content-Type: application/zip' --data-binary @city.zip https://hub.example.org/v1/feeds/city/static/versions`

                201 answers with what was found and where to ask for what it changes (`diff`); 200, that these files were kept already. With errors nothing is kept: 422 has the findings, as `findings`. `POST …/static/{version}/publish` puts it in service; until
                then only operators know of it. One is judged at a time, of at most Statics:MaxUploadMegabytes, and a large one takes a minute. In a hub that is scaled out 409 says what to do instead.
                """)
            .Accepts<byte[]>(Zip, OtherZip)
            .Produces<StaticUploadView>(StatusCodes.Status201Created)
            .Produces<StaticUploadView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> UploadAsync(HttpContext context, string feed, FeedDirectory feeds, StaticComparisons comparisons, HubOptions options) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, async (found, who) =>
        {
            if (Refuse(context, found, options) is { } refusal)
            {
                return refusal;
            }

            StaticUploads uploads = found.StaticUploads!;
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = uploads.MostBytes;
            }

            try
            {
                return await uploads.TryTakeAsync(context.Request.Body, found.Schedule, who, context.RequestAborted).ConfigureAwait(false) is { } upload
                    ? Answer(context, found, upload, comparisons)
                    : FeedProblems.Conflict("Another one is at it", "Somebody else's upload is received or judged just now. Send this one when it is done.");
            }
            catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return Results.Problem(
                    $"A static GTFS may have at most {options.Statics.MaxUploadMegabytes} MB here (setting Statics:MaxUploadMegabytes). A larger one is published on the hub's machine: transithub gtfs publish.",
                    statusCode: exception.StatusCode, title: "Too large");
            }
        });

    /// <summary>Why nothing is read of it; null: it is.</summary>
    private static IResult? Refuse(HttpContext context, HubFeed feed, HubOptions options) =>
        feed.StaticUploads is null
            ? FeedProblems.Conflict(
                "Not by this process",
                "A hub that is scaled out takes no uploads, since one of its processes alone would know of it: run 'transithub gtfs publish FILE' beside any of them, and all go over to it. The simulated city of 'transithub demo' has one of its own.")
        : feed.Static.Current is null
            ? FeedProblems.Conflict("No static feed", $"The feed '{feed.Id}' was started without static GTFS. Start the hub with --feed {feed.Id} --gtfs FILE; later versions can be uploaded.")
        : options.StaticVersions < 2
            ? FeedProblems.Conflict("No place", "This hub keeps the version in service alone. Set StaticVersions to 2 or more.")
        : context.Request.ContentType is not { } type || !(type.StartsWith(Zip, StringComparison.OrdinalIgnoreCase) || type.StartsWith(OtherZip, StringComparison.OrdinalIgnoreCase))
            ? Results.Problem($"Send the zip itself, with Content-Type {Zip}.", statusCode: StatusCodes.Status415UnsupportedMediaType, title: "No zip")
        : null;

    private static IResult Answer(HttpContext context, HubFeed feed, StaticUpload upload, StaticComparisons comparisons)
    {
        if (upload.Version is not { } version)
        {
            return Results.Problem(
                string.Join(' ', upload.Reasons), statusCode: StatusCodes.Status422UnprocessableEntity, title: "The feed has errors",
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["findings"] = upload.Findings });
        }

        StaticVersion current = feed.Static.Current!;
        if (version.ContentHash != current.ContentHash)
        {
            // It is asked for next.
            comparisons.TryCompare(StaticComparisons.NameOf(current, version), feed.Static.FileOf(current), feed.Static.FileOf(version));
        }

        string path = $"/v1/feeds/{feed.Id}/static";
        context.Response.Headers.Location = path;
        return Results.Json(
            new StaticUploadView(StaticVersionView.Of(version, current.ContentHash), upload.IsNew, upload.Bytes, upload.Reasons, upload.Findings, $"{path}/{version.ContentHash}/diff"),
            statusCode: upload.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
