using TransitHub.Core.Devices;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Server.Tests;

/// <summary>A devices file of <see cref="TestCity"/>: a camera at its middle stop, and a loop that never says anything.</summary>
internal static class CameraFile
{
    public const string Text = """
        language: th
        devices:
          - id: beta-gate
            name: {th: ประตูเบต้า, en: Beta gate}
            at: [13.7100, 100.5002]
            bearing: 270
            field_of_view: 70
            channels:
              - id: line-1
                line: [[13.7105, 100.4998], [13.7105, 100.5002]]
                counts: [person, bus]
                passages: [bus]
                reads_routes: true
                stop: B
                directions:
                  a_to_b: {bearing: 0, to: {th: เหนือ, en: North}, means: boarding, routes: [{route: R}]}
                  b_to_a: {bearing: 180}
          - id: silent-loop
            name: {th: ลูป}
            kind: loop
            at: [13.7050, 100.5000]
            channels:
              - {id: lane, line: [[13.7050, 100.4999], [13.7050, 100.5001]], counts: [car], every: 5m, directions: {both: {bearing: 0}}}
        """;

    public static DeviceRegistry Registry { get; } = DevicesSheet.Read("devices.yaml", Text, TestCity.Schedule, new SheetProblems());
}
