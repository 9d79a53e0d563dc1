using System.Diagnostics.Metrics;
using System.Net;
using TransitHub.Core.Telemetry;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn;

/// <summary>Counts sign-ins by how they went, and logs them, without passwords. Names that others chose are cut and written so that they stay in their line.</summary>
internal sealed partial class SignInLog : IDisposable
{
    private const int LongestShown = 64;
    private const int LongestProblem = 300;
    private readonly Meter meter = new(TelemetryNames.Meter);
    private readonly Counter<long> count;
    private readonly ILogger logger;

    /// <summary>Registers the figures.</summary>
    public SignInLog(ILogger<SignInLog> logger)
    {
        this.logger = logger;
        this.count = this.meter.CreateCounter<long>("transithub_sign_ins", description: "Sign-ins of operators by way (password, basic, openid) and outcome: right (with HTTP Basic the first time only), wrong, waiting (not looked at after too many wrong ones), busy, foreign (from a page of another site), no_role, failed, and of providers that were asked again: role (another one), ended, not_asked.");
    }

    /// <summary>A password was looked at, or not.</summary>
    public void Note(HttpContext context, string name, SignInWay way, PasswordVerdict verdict)
    {
        if (verdict.Outcome == PasswordOutcome.Right)
        {
            // Scripts give it with each request.
            if (verdict.IsFirst || way != SignInWay.Basic)
            {
                this.SignedIn(context, name, way);
            }

            return;
        }

        if (verdict.Outcome == PasswordOutcome.Wrong)
        {
            this.Refused(context, name, way, WordOf(verdict.Outcome));
            return;
        }

        // The wrong ones before it have their lines; who goes on guessing is not to fill the log.
        this.Add(way, WordOf(verdict.Outcome));
    }

    /// <summary>A provider's answer was of no use, or it could not be asked.</summary>
    public void Failed(HttpContext context, string provider, string problem)
    {
        this.Add(SignInWay.OpenId, "failed");
        LogFailed(this.logger, provider, context.Connection.RemoteIpAddress, problem.Length > LongestProblem ? problem[..LongestProblem] : problem);
    }

    /// <summary>A page of another site wanted to act for somebody.</summary>
    public void NoteForeign(HttpContext context, Operator? who) => this.Refused(context, who?.Name ?? string.Empty, who?.Way ?? SignInWay.Password, "foreign");

    /// <summary>Somebody is signed in.</summary>
    public void SignedIn(HttpContext context, string name, SignInWay way)
    {
        this.Add(way, "right");
        LogSignedIn(this.logger, Shown(name), WordOf(way), context.Connection.RemoteIpAddress);
    }

    /// <summary>Somebody is not.</summary>
    public void Refused(HttpContext context, string name, SignInWay way, string outcome)
    {
        this.Add(way, outcome);
        LogRefused(this.logger, Shown(name), WordOf(way), context.Connection.RemoteIpAddress, outcome);
    }

    /// <summary>A provider says something else of somebody than before.</summary>
    public void Rechecked(string name, string provider, OperatorRole? was, OperatorRole? now, string why)
    {
        this.Add(SignInWay.OpenId, now is null ? "ended" : "role");
        if (now is { } role)
        {
            LogRole(this.logger, Shown(name), OperatorAccess.WordOf(role), was is { } before ? OperatorAccess.WordOf(before) : "none", provider);
        }
        else
        {
            LogEnded(this.logger, Shown(name), provider, why);
        }
    }

    /// <summary>A provider could not be asked again.</summary>
    public void NotAsked(string provider, string problem)
    {
        this.Add(SignInWay.OpenId, "not_asked");
        LogNotAsked(this.logger, provider, problem.Length > LongestProblem ? problem[..LongestProblem] : problem);
    }

    /// <summary>What a provider said cannot be kept.</summary>
    public void NotKept(string problem) => LogNotKept(this.logger, problem);

    /// <summary>What became of a session is not in the audit.</summary>
    public void NotAudited(string name, string problem) => LogNotAudited(this.logger, Shown(name), problem);

    /// <summary>Somebody signed out.</summary>
    public void SignedOut(Operator who) => LogSignedOut(this.logger, Shown(who.Name));

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    /// <summary>A way as answers and figures have it.</summary>
    public static string WordOf(SignInWay way) => way.ToString().ToLowerInvariant();

    private static string WordOf(PasswordOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string Shown(string name) => string.Concat((name.Length > LongestShown ? name[..LongestShown] : name).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    private void Add(SignInWay way, string outcome) => this.count.Add(1, new KeyValuePair<string, object?>("way", WordOf(way)), new KeyValuePair<string, object?>("outcome", outcome));

    [LoggerMessage(90, LogLevel.Information, "'{Name}' signed in ({Way}) from {Address}")]
    private static partial void LogSignedIn(ILogger log, string name, string way, IPAddress? address);

    [LoggerMessage(91, LogLevel.Warning, "A sign-in as '{Name}' ({Way}) from {Address} was refused: {Outcome}")]
    private static partial void LogRefused(ILogger log, string name, string way, IPAddress? address, string outcome);

    [LoggerMessage(93, LogLevel.Warning, "A sign-in with {Provider} from {Address} failed: {Problem}")]
    private static partial void LogFailed(ILogger log, string provider, IPAddress? address, string problem);

    [LoggerMessage(92, LogLevel.Information, "'{Name}' signed out")]
    private static partial void LogSignedOut(ILogger log, string name);

    [LoggerMessage(94, LogLevel.Warning, "'{Name}' has the role {Role} now, was {Before}: {Provider} says so")]
    private static partial void LogRole(ILogger log, string name, string role, string before, string provider);

    [LoggerMessage(95, LogLevel.Warning, "The session of '{Name}' holds no more: {Provider} does not vouch for them ({Why})")]
    private static partial void LogEnded(ILogger log, string name, string provider, string why);

    [LoggerMessage(96, LogLevel.Warning, "{Provider} cannot be asked again whether its people have their roles, and their sessions lapse in time: {Problem}")]
    private static partial void LogNotAsked(ILogger log, string provider, string problem);

    [LoggerMessage(97, LogLevel.Warning, "What a provider said of somebody cannot be kept, so their browser goes there again: {Problem}")]
    private static partial void LogNotKept(ILogger log, string problem);

    [LoggerMessage(98, LogLevel.Error, "What became of the session of '{Name}' is not in the audit: {Problem}")]
    private static partial void LogNotAudited(ILogger log, string name, string problem);
}
