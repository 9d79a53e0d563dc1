using TransitHub.Core.Ids;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Commands;
using TransitHub.Server.Commands.Device;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Devices;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/device-credentials</c>: which devices may publish, for admins; the file of <c>transithub device</c>. A password is in the answer to who made it, and nowhere else.</summary>
internal static partial class CredentialsEndpoints
{
    /// <summary>2100: whatever is later is in another unit.</summary>
    private const long LatestSecond = 4_102_444_800;

    private static readonly OperatorBody<CredentialDraft> Body = new("device", 8 << 10);
    private static readonly OperatorBody<CredentialRenewal> Renewal = new("renewal", 1 << 10);

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapMethods("/v1/device-credentials", Http.Read, List), "The devices that have credentials, without anything secret; of_feed and q choose, pages by limit and after.")
            .WithDescription("The file is that of this process (DeviceAccess:File, device-credentials.json in the data folder unless it is given). In a hub that is scaled out the embedded brokers of the processes with the role ingest read files of their own: let all name one file.")
            .Produces<CredentialList>();
        Describe(routes.MapPost("/v1/device-credentials", AddAsync), "Lets a device in; the answer is the only time that its password is shown. A broker that follows the file has it within seconds.")
            .Accepts<CredentialDraft>("application/json").Produces<NewCredentialView>(StatusCodes.Status201Created)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);
        Describe(routes.MapPost("/v1/device-credentials/{user}/rotate", RotateAsync), "Gives a device another password; the one before ends at once, with its connections. A revoked device is let in again.")
            .Accepts<CredentialRenewal>("application/json").Produces<NewCredentialView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        Describe(routes.MapDelete("/v1/device-credentials/{user}", Revoke), "Takes a device's credential back, and ends its connections. It stays in the list.")
            .Produces<CredentialView>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult List(HttpContext context, string? of_feed, string? q, int? limit, string? after, HubOptions options, TimeProvider clock) => ForAdmin(context, _ =>
    {
        DateTimeOffset now = clock.GetUtcNow();
        int size = PageSize.Of(limit, options.Query);
        DeviceCredential[] found =
        [
            .. CredentialPlace.Of(options).Read()
                .Where(d => (of_feed is null || d.Feed == of_feed) && (string.IsNullOrEmpty(q) || d.User.Contains(q, StringComparison.OrdinalIgnoreCase) || d.Id?.Contains(q, StringComparison.OrdinalIgnoreCase) == true))
                .OrderBy(d => d.User, StringComparer.Ordinal),
        ];
        DeviceCredential[] page = [.. found.Where(d => after is null || string.CompareOrdinal(d.User, after) > 0).Take(size + 1)];
        return Results.Ok(new CredentialList(
            BrokerOf(options),
            DeviceCredential.KindNames,
            found.CountBy(d => d.StateAt(now)).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
            [.. page.Take(size).Select(d => CredentialView.Of(d, now))],
            page.Length > size ? page[size - 1].User : null));
    });

    private static string BrokerOf(HubOptions options) =>
        options.Mqtt is not null ? "outside" : RoleNames.Parse(options.Roles).Contains(RoleNames.Ingest) ? "embedded" : "elsewhere";

    private static async Task<IResult> AddAsync(HttpContext context, HubOptions options, FeedDirectory feeds, TimeProvider clock, ILogger<CredentialPlace> log)
    {
        CredentialPlace place = CredentialPlace.Of(options);
        (DeviceCredential? device, string? secret, IResult? refusal) =
            await ReadAsync(context, [.. feeds.All.Select(f => f.Id.ToString())], place.Limits, clock).ConfigureAwait(false);
        return ForAdmin(context, who =>
        {
            if (device is null)
            {
                return refusal!;
            }

            if (place.Add(device, clock, who) is { } there)
            {
                return FeedProblems.Conflict("The name is taken", there.RevokedAt is null
                    ? $"There is a device '{device.User}' of feed {there.Feed} already: give this one another user name, or rotate the password of the other."
                    : $"The device '{device.User}' was revoked: rotating its password lets it in again. Or give this one another user name.");
            }

            LogAdded(log, who, device.User, device.Feed);
            context.Response.Headers.Location = "/v1/device-credentials?q=" + Uri.EscapeDataString(device.User);
            return Results.Json(NewCredentialView.Of(device, secret, clock.GetUtcNow()), statusCode: StatusCodes.Status201Created);
        });
    }

    /// <summary>The device that an admin wrote of, and its secret, or the answer that says what is wrong.</summary>
    internal static async Task<(DeviceCredential? Device, string? Secret, IResult? Refusal)> ReadAsync(
        HttpContext context, IReadOnlyList<string> feeds, DeviceLimits limits, TimeProvider clock)
    {
        (CredentialDraft? draft, IResult? refusal) = await Body.ReadAsync(context, d => Check(d, feeds, clock)).ConfigureAwait(false);
        if (draft is null)
        {
            return (null, null, refusal);
        }

        string? secret = draft.Certificate == true ? null : DeviceSecret.Create();
        DeviceCredential device = Read(draft, secret, clock.GetUtcNow());
        return device.FindProblem(limits) is { } problem ? (null, null, FeedProblems.BadRequest($"The device cannot be let in: {problem}.")) : (device, secret, null);
    }

    private static async Task<IResult> RotateAsync(HttpContext context, string user, HubOptions options, TimeProvider clock, ILogger<CredentialPlace> log)
    {
        (CredentialRenewal? renewal, IResult? refusal) = await Renewal.ReadAsync(context, r => CheckEnd(r.ExpiresAt, clock)).ConfigureAwait(false);
        return ForAdmin(context, who =>
        {
            if (renewal is null)
            {
                return refusal!;
            }

            (DeviceCredential? device, string? secret) = CredentialPlace.Of(options).Rotate(user, TimeOf(renewal.ExpiresAt), clock, who);
            if (device is null)
            {
                return NoSuchDevice(user);
            }

            LogRotated(log, who, user);
            return Results.Ok(NewCredentialView.Of(device, secret, clock.GetUtcNow()));
        });
    }

    private static IResult Revoke(HttpContext context, string user, HubOptions options, TimeProvider clock, ILogger<CredentialPlace> log) => ForAdmin(context, who =>
    {
        if (CredentialPlace.Of(options).Revoke(user, clock, who) is not { } device)
        {
            return NoSuchDevice(user);
        }

        LogRevoked(log, who, user);
        return Results.Ok(CredentialView.Of(device, clock.GetUtcNow()));
    });

    private static IResult ForAdmin(HttpContext context, Func<string, IResult> answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return answer(OperatorDoor.NameOf(context));
        }
        catch (CommandException exception)
        {
            return FeedProblems.Unavailable(exception.Message);
        }
    }

    private static Dictionary<string, string[]> Check(CredentialDraft draft, IReadOnlyList<string> feeds, TimeProvider clock)
    {
        Dictionary<string, string[]> wrong = CheckEnd(draft.ExpiresAt, clock);
        if (draft.Feed is null || !feeds.Contains(draft.Feed))
        {
            wrong["feed"] = [$"must be one of the hub's: {string.Join(", ", feeds)}."];
        }

        if (string.IsNullOrEmpty(draft.Id) || (draft.Gateway != true && !DeviceId.TryParse(draft.Id, out _)))
        {
            wrong["id"] = [$"is needed: 1 to {DeviceId.MaxLength} characters without / + # and control characters, as in the device's topics."];
        }
        else if (DeviceCredential.FindWrongUser(draft.User ?? draft.Id) is { } user)
        {
            wrong["user"] = [user + "."];
        }

        if (draft.Kinds is { } kinds && (kinds.Count == 0 || kinds.Any(k => !DeviceCredential.KindNames.Contains(k))))
        {
            wrong["kinds"] = [$"must be some of {string.Join(", ", DeviceCredential.KindNames)}."];
        }

        return wrong;
    }

    private static Dictionary<string, string[]> CheckEnd(long? expiresAt, TimeProvider clock) =>
        expiresAt is null || (expiresAt > clock.GetUtcNow().ToUnixTimeSeconds() && expiresAt < LatestSecond)
            ? new(StringComparer.Ordinal)
            : new(StringComparer.Ordinal) { ["expires_at"] = ["must be a time to come, Unix seconds; leave it out for never."] };

    private static DeviceCredential Read(CredentialDraft draft, string? secret, DateTimeOffset now) => new()
    {
        User = draft.User ?? draft.Id!,
        Feed = draft.Feed!,
        Id = draft.Gateway == true ? null : draft.Id,
        Kinds = draft.Kinds is { } kinds ? [.. kinds.Distinct(StringComparer.Ordinal)] : DeviceCredential.KindsOf(draft.Gateway == true),
        SecretHash = secret is null ? null : DeviceSecret.Hash(secret),
        Certificate = secret is null,
        CreatedAt = now,
        ExpiresAt = TimeOf(draft.ExpiresAt),
        MessagesPerSecond = draft.MessagesPerSecond,
        BytesPerSecond = draft.BytesPerSecond,
    };

    private static DateTimeOffset? TimeOf(long? seconds) => seconds is { } s ? DateTimeOffset.FromUnixTimeSeconds(s) : null;

    private static IResult NoSuchDevice(string user) => FeedProblems.NotFound("No such device", $"No device has the user name '{user}'. GET /v1/device-credentials lists them.");

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operator} let the device {User} of the feed {Feed} in")]
    private static partial void LogAdded(ILogger log, string @operator, string user, string feed);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operator} rotated the password of the device {User}")]
    private static partial void LogRotated(ILogger log, string @operator, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operator} revoked the device {User}")]
    private static partial void LogRevoked(ILogger log, string @operator, string user);
}
