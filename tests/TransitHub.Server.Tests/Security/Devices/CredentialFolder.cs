using TransitHub.Mqtt.Access;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Tests.Security.Devices;

/// <summary>A credentials file that goes with the test.</summary>
internal sealed class CredentialFolder : IDisposable
{
    private readonly TestFolder folder = new();

    public string Path => System.IO.Path.Combine(this.folder.Path, DeviceCredentialFile.DefaultName);

    /// <summary>A device of the feed city whose secret is <c>right</c>.</summary>
    public static DeviceCredential Device(string user) => new() { User = user, Feed = "city", Id = user, Kinds = DeviceCredential.OrdinaryKinds, SecretHash = DeviceSecret.Hash("right") };

    public void Put(params DeviceCredential[] devices) => DeviceCredentialFile.Change(this.Path, new DeviceLimits(), TimeProvider.System, _ => devices);

    public void Change(string user, Func<DeviceCredential, DeviceCredential> change) =>
        DeviceCredentialFile.Change(this.Path, new DeviceLimits(), TimeProvider.System, all => [.. all.Select(d => d.User == user ? change(d) : d)]);

    public void Dispose() => this.folder.Dispose();
}
