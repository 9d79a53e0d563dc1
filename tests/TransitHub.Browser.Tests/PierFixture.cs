namespace TransitHub.Browser.Tests;

/// <summary>A hub of its own whose river city has a camera at a pier, and people there.</summary>
public sealed class PierFixture : IAsyncLifetime
{
    public const int People = 42;

    private readonly HubProcess hub = new();
    private readonly RiverCity city = new();
    private readonly string devices = Path.GetTempFileName();

    internal Uri Http => this.hub.Http;

    public async ValueTask InitializeAsync()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(this.devices, RiverCity.Devices, cancellation);
        await this.hub.StartAsync(cancellation, "--devices", this.devices);
        await this.city.ConnectAsync(this.hub.MqttPort, cancellation);
        await this.city.MoveOnAsync(cancellation);
        await this.city.MoveOnAsync(cancellation);
        await this.CountAsync();
    }

    /// <summary>The camera sees them still: what it saw does not grow old while other tests run.</summary>
    public Task CountAsync() => this.city.CountAsync(People, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await this.city.DisposeAsync();
        await this.hub.DisposeAsync();
        File.Delete(this.devices);
    }
}
