using System.ComponentModel.DataAnnotations;
using TransitHub.Mqtt.Access;

namespace TransitHub.Server.Security.Devices;

/// <summary>How devices log in to the embedded broker, and how much each may send.</summary>
internal sealed class DeviceAccessOptions
{
    /// <summary>The credentials file that <c>transithub device</c> writes; null: <c>device-credentials.json</c> in the data folder.</summary>
    public string? File { get; set; }

    /// <summary>How often the file is looked at for a change, seconds, 0.1 to 60.</summary>
    [Range(0.1, 60)]
    public double ReloadSeconds { get; set; } = 1;

    /// <summary>Logins whose secret is being checked or waits for it, 1 to 100,000; more are told to come again.</summary>
    [Range(1, 100_000)]
    public int MaxWaitingLogins { get; set; } = 1_024;

    /// <summary>Wrong logins of one user name from one address that are free, 1 to 1,000, and ten times as many of one address; then it has to wait.</summary>
    [Range(1, 1_000)]
    public int FreeFailures { get; set; } = 10;

    /// <summary>The longest wait after wrong logins, seconds, 1 to 3,600; it starts with 1 and doubles.</summary>
    [Range(1, 3_600)]
    public int MaxBackoffSeconds { get; set; } = 300;

    /// <summary>What each device may send and hold.</summary>
    public DeviceLimits Limits { get; set; } = new();

    /// <summary>Where the credentials file is.</summary>
    internal string PathIn(string data) => string.IsNullOrEmpty(this.File) ? Path.Combine(data, DeviceCredentialFile.DefaultName) : this.File;
}
