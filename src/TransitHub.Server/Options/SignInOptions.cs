using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>How long operators stay signed in, and what wrong passwords cost.</summary>
internal sealed class SignInOptions
{
    /// <summary>How long a session lasts, hours, 0.05 to 720; default 8: a shift. It ends then however busy it is, so that one that was stolen does not go on for ever.</summary>
    [Range(0.05, 720)]
    public double SessionHours { get; set; } = 8;

    /// <summary>Wrong passwords for one name from one address before it has to wait, 1 to 1,000; default 5. Ten times as many of one address, or for one name.</summary>
    [Range(1, 1_000)]
    public int FreeFailures { get; set; } = 5;

    /// <summary>The longest wait, seconds, 1 to 3,600; default 300. It starts with one second and doubles; that of a name as such is a minute at most.</summary>
    [Range(1, 3_600)]
    public int MaxBackoffSeconds { get; set; } = 300;

    /// <summary>Passwords being hashed or waiting for it, 1 to 10,000; default 64: more are told to come again.</summary>
    [Range(1, 10_000)]
    public int MaxWaiting { get; set; } = 64;
}
