// Reading QR codes with the camera, where the browser can; elsewhere the phone's own camera opens the code's address.
const EVERY = 250;
const SAME_AGAIN = 4_000;

// Let `button` start and stop the camera in the <video> beside it, and hand on what each code says.
export async function follow(button, said) {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!formats.includes("qr_code") || !navigator.mediaDevices) return;
  const video = document.querySelector(".check-in-camera");
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let last = { text: "", at: 0 };
  button.hidden = false;

  const stop = () => {
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    video.hidden = true;
    button.setAttribute("aria-pressed", "false");
  };

  const look = async () => {
    if (!video.srcObject) return;
    const codes = await detector.detect(video).catch(() => []);
    const text = codes[0]?.rawValue;
    if (text && (text !== last.text || Date.now() - last.at > SAME_AGAIN)) {
      last = { text, at: Date.now() };
      said(text);
    }
    setTimeout(look, EVERY);
  };

  button.addEventListener("click", async () => {
    if (video.srcObject) return stop();
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      document.querySelector("[data-no-camera]").hidden = false;
      return;
    }
    video.hidden = false;
    await video.play();
    button.setAttribute("aria-pressed", "true");
    look();
  });
}
