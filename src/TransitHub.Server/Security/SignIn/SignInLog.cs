using System.Diagnostics.Metrics;
using System.Net;
using TransitHub.Core.Telemetry;

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
        this.count = this.meter.CreateCounter<long>("transithub_sign_ins", description: "Sign-ins of operators by way (password, basic, openid) and outcome: right (with HTTP Basic the first time only), wrong, waiting (not looked at after too many wrong ones), busy, foreign (from a page of another site), no_role, failed.");
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
}
