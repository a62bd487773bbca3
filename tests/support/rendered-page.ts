import { createCanvas, GlobalFonts, ImageData, type SKRSContext2D } from '@napi-rs/canvas';

const fonts = new URL('../../node_modules/@expo-google-fonts/tinos/', import.meta.url).pathname;
GlobalFonts.registerFromPath(`${fonts}400Regular/Tinos_400Regular.ttf`, 'Page Regular');
GlobalFonts.registerFromPath(`${fonts}700Bold/Tinos_700Bold.ttf`, 'Page Bold');

export type RenderedPage = { rgba: Uint8ClampedArray; width: number; height: number };

export type PageDamage = {
  /** Clockwise quarters by which the sheet lies wrong in the scanner. */
  turned?: 0 | 90 | 180 | 270;
  /** Clockwise slope of the text lines before that turn. */
  skewDegrees?: number;
  /** Red round seal over the signature. */
  hasSeal?: boolean;
  /** Brightness at the right edge as a share of the left one. */
  shadow?: number;
};

const body = [
  'Căn cứ Nghị định số 54/2019/NĐ-CP ngày 19 tháng 6 năm 2019 của Chính phủ quy định về',
  'kinh doanh dịch vụ karaoke, dịch vụ vũ trường; Xét hồ sơ đề nghị của Công ty trách nhiệm',
  'hữu hạn Du lịch Biển Xanh và đề nghị của Trưởng phòng Quản lý Văn hóa và Gia đình.',
  'Điều 1. Cho phép Công ty TNHH Du lịch Biển Xanh, mã số thuế 9901427509, địa chỉ trụ sở',
  'chính tại số 15 đường Nguyễn Trãi, phường Hòa Lộc, tỉnh Minh Hải An.',
  'Điều 2. Doanh nghiệp có trách nhiệm thực hiện đúng các quy định của pháp luật về du lịch.',
  'Điều 3. Giấy phép này có giá trị đến ngày 14 tháng 02 năm 2028 trên địa bàn toàn tỉnh.',
  'Mã hồ sơ: H99.12-230201-0007.',
];

/** An A4 page in the layout of NĐ 30/2020, as a scanner would deliver it at `dpi`. */
export function renderPage(damage: PageDamage = {}, dpi = 200): RenderedPage {
  const width = Math.round(dpi * 8.27);
  const height = Math.round(dpi * 11.69);
  const turned = damage.turned ?? 0;
  const isLandscape = turned === 90 || turned === 270;
  const canvas = createCanvas(isLandscape ? height : width, isLandscape ? width : height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f6f3ea';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turned * Math.PI) / 180);
  context.rotate(((damage.skewDegrees ?? 0) * Math.PI) / 180);
  context.translate(-width / 2, -height / 2);
  drawText(context, dpi);
  if (damage.hasSeal) drawSeal(context, dpi);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  if (damage.shadow !== undefined) darken(data, canvas.width, damage.shadow);
  return { rgba: data, width: canvas.width, height: canvas.height };
}

/** Paper with nothing on it but the specks and the dark edge a scanner leaves. */
export function renderBlankPage(dpi = 200): RenderedPage {
  const width = Math.round(dpi * 8.27);
  const height = Math.round(dpi * 11.69);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#efece4';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#333';
  context.fillRect(0, 0, dpi / 10, height);
  for (let i = 0; i < 40; i += 1) {
    context.fillRect((i * 7919) % width, (i * 104729) % height, 2, 2);
  }
  return { rgba: context.getImageData(0, 0, width, height).data, width, height };
}

/** The page as a PNG file. */
export function encodePng(page: RenderedPage): Buffer {
  const canvas = createCanvas(page.width, page.height);
  canvas.getContext('2d').putImageData(new ImageData(page.rgba, page.width, page.height), 0, 0);
  return canvas.toBuffer('image/png');
}

function drawText(context: SKRSContext2D, dpi: number): void {
  const point = dpi / 72;
  const write = (text: string, x: number, y: number, bold = false, size = 13, align = 'center') => {
    context.font = `${size * point}px "${bold ? 'Page Bold' : 'Page Regular'}"`;
    context.textAlign = align === 'center' ? 'center' : 'left';
    context.fillText(text, x * point, y * point);
  };
  context.fillStyle = '#1c1c1c';
  write('ỦY BAN NHÂN DÂN', 175, 75);
  write('TỈNH MINH HẢI AN', 175, 91);
  write('SỞ VĂN HÓA, THỂ THAO', 175, 107, true);
  write('VÀ DU LỊCH', 175, 123, true);
  write('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 425, 75, true, 12);
  write('Độc lập - Tự do - Hạnh phúc', 425, 91, true);
  write('Số: 05/GP-SVHTTDL', 175, 145);
  write('Minh Hải An, ngày 14 tháng 02 năm 2023', 425, 145);
  write('GIẤY PHÉP', 300, 185, true, 14);
  write('Kinh doanh dịch vụ lữ hành nội địa', 300, 203, true, 14);
  write('GIÁM ĐỐC SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH', 300, 235, true, 13);
  body.forEach((line, i) => write(line, 85, 270 + i * 21, false, 12.5, 'left'));
  write('Nơi nhận:', 85, 480, true, 12, 'left');
  write('- Như Điều 1;', 85, 495, false, 11, 'left');
  write('- Lưu: VT, QLVH.', 85, 510, false, 11, 'left');
  write('GIÁM ĐỐC', 430, 480, true, 13);
  write('Nguyễn Hoàng Phúc', 430, 570, true, 13);
}

function drawSeal(context: SKRSContext2D, dpi: number): void {
  const point = dpi / 72;
  context.strokeStyle = 'rgba(205, 30, 40, 0.75)';
  context.lineWidth = 2.5 * point;
  context.beginPath();
  context.arc(400 * point, 545 * point, 50 * point, 0, 2 * Math.PI);
  context.stroke();
  context.beginPath();
  context.arc(400 * point, 545 * point, 30 * point, 0, 2 * Math.PI);
  context.stroke();
}

function darken(data: Uint8ClampedArray, width: number, shadow: number): void {
  for (let i = 0; i < data.length; i += 1) {
    if (i % 4 === 3) continue;
    const share = ((i >> 2) % width) / width;
    data[i] = (data[i] ?? 0) * (1 - share * (1 - shadow));
  }
}
